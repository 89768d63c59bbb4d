import clsx from 'clsx'
import type { ReactNode } from 'react'

export type BadgeTone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'outline'

const TONES: Record<BadgeTone, string> = {
  neutral: 'bg-sunken text-ink-2',
  accent: 'bg-accent-soft text-accent',
  success: 'bg-success/7 text-success',
  warning: 'bg-warning/10 text-warning',
  danger: 'bg-failed/10 text-failed',
  outline: 'border border-line-strong text-ink-2',
}

/** A short word about a thing. States of executions have StateBadge instead. */
export function Badge({
  tone = 'neutral',
  className,
  children,
}: {
  tone?: BadgeTone
  className?: string
  children: ReactNode
}) {
  return <span className={clsx('badge', TONES[tone], className)}>{children}</span>
}
