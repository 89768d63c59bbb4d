import clsx from 'clsx'
import { CircleHelp, FilterX, Inbox } from 'lucide-react'
import type { ReactNode } from 'react'

const KINDS = {
  empty: { Icon: Inbox, frame: 'border-dashed border-line-strong', icon: 'text-ink-3' },
  'no-match': { Icon: FilterX, frame: 'border-line', icon: 'text-accent' },
  unknown: { Icon: CircleHelp, frame: 'border-warning/50 bg-warning/5', icon: 'text-warning' },
} as const

/**
 * The three ways of having nothing to show, which must never be taken for one another:
 * nothing exists, nothing matches, or we do not know.
 */
export function EmptyState({
  kind,
  title,
  children,
  level = 2,
}: {
  kind: keyof typeof KINDS
  title: string
  children?: ReactNode
  level?: 2 | 3
}) {
  const { Icon, frame, icon } = KINDS[kind]
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section
      role={kind === 'unknown' ? 'alert' : undefined}
      className={clsx('flex flex-col items-center rounded-lg border px-6 py-10 text-center', frame)}
    >
      <Icon aria-hidden className={clsx('size-6', icon)} strokeWidth={1.75} />
      <Heading className="mt-3 text-base font-semibold text-ink">{title}</Heading>
      {children ? <div className="mt-1.5 w-full max-w-2xl text-sm text-ink-2">{children}</div> : null}
    </section>
  )
}
