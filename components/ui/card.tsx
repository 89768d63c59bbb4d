import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

/** A surface that holds one subject. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return (
    <section className={clsx('rounded-lg border border-line bg-surface shadow-card', className)} {...props} />
  )
}

/** Title, one line of explanation and actions on top of a card. */
export function CardHeader({
  title,
  description,
  actions,
  level = 2,
}: {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  level?: 2 | 3
}) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3">
      <div className="min-w-0">
        <Heading className="text-base font-semibold text-ink">{title}</Heading>
        {description ? <p className="mt-0.5 text-sm text-ink-3">{description}</p> : null}
      </div>
      {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
    </header>
  )
}

/** The padded part of a card. */
export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={clsx('px-4 py-4', className)} {...props} />
}
