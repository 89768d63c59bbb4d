'use client'

import { Field as BaseField } from '@base-ui/react/field'
import { Input as BaseInput } from '@base-ui/react/input'
import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'

const CONTROL =
  'w-full rounded-md border border-control bg-surface px-2.5 text-sm text-ink placeholder:text-ink-3 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent disabled:opacity-60 data-invalid:border-danger aria-invalid:border-danger'

/** Label, control, hint and error, tied together for readers of all kinds. An error replaces nothing: the hint stays. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: string | null | undefined
  optional?: boolean
  children: ReactNode
}) {
  return (
    <BaseField.Root className="flex flex-col gap-1.5" invalid={Boolean(error)}>
      <BaseField.Label className="text-sm font-medium text-ink">
        {label}
        {optional ? <span className="ml-1.5 font-normal text-ink-3">optional</span> : null}
      </BaseField.Label>
      {children}
      {hint ? <BaseField.Description className="text-xs text-ink-3">{hint}</BaseField.Description> : null}
      <BaseField.Error match={Boolean(error)} className="text-xs font-medium text-danger">
        {error}
      </BaseField.Error>
    </BaseField.Root>
  )
}

/** One line of text. */
export function Input({
  className,
  ...props
}: Omit<ComponentProps<typeof BaseInput>, 'className'> & { className?: string }) {
  return <BaseInput className={clsx(CONTROL, 'h-9', className)} {...props} />
}

/** The browser's own select: known to every keyboard, phone and screen reader. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <BaseField.Control
        render={
          <select className={clsx(CONTROL, 'h-9 appearance-none pr-8', className)} {...props}>
            {children}
          </select>
        }
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-3"
      />
    </span>
  )
}

/** Several lines of text. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <BaseField.Control
      render={<textarea className={clsx(CONTROL, 'py-2 leading-5', className)} {...props} />}
    />
  )
}
