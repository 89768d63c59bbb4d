import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { State } from '@/lib/model/state'
import { STATE_COLOR } from './state-words'

/** The shape of a state, in its colour. Says nothing to readers: the word stands beside it. */
export function StateIcon({ state, className }: { state: State; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={clsx('size-3.5 shrink-0', STATE_COLOR[state], className)}
    >
      {STATE_SHAPE[state]}
    </svg>
  )
}

const solid = { fill: 'currentColor', stroke: 'none' } as const

/** No two states share a shape, so that none depends on its colour. */
export const STATE_SHAPE: Record<State, ReactNode> = {
  success: <circle cx="8" cy="8" r="6" {...solid} />,
  warning: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" {...solid} />
    </>
  ),
  failed: <rect x="2.5" y="2.5" width="11" height="11" rx="1.5" {...solid} />,
  timed_out: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="1.5" />
      <path d="M8 5.2V8l2 1.6" />
    </>
  ),
  running: (
    <>
      <circle cx="8" cy="8" r="6.4" strokeWidth="1.4" opacity="0.3" />
      <path
        d="M8 1.6a6.4 6.4 0 0 1 6.4 6.4"
        strokeWidth="1.4"
        className="origin-center animate-sweep motion-reduce:animate-none"
      />
      <path d="M6.4 5.2v5.6L11 8z" {...solid} />
    </>
  ),
  queued: (
    <>
      <path d="M3 4.5h10M3 8h10M3 11.5h6" />
    </>
  ),
  scheduled: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.8V8l2.2 1.4" />
    </>
  ),
  waiting: <path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2.4" />,
  retrying: (
    <>
      <path d="M13 8a5 5 0 1 1-1.6-3.7" />
      <path d="M13.4 2.2v2.9h-2.9" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="m4.2 11.8 7.6-7.6" />
    </>
  ),
  skipped: (
    <>
      <path d="m4 4.2 4.6 3.8L4 11.8z" {...solid} />
      <path d="M11.6 4v8" />
    </>
  ),
  missing: <circle cx="8" cy="8" r="5.7" strokeDasharray="2.4 2.6" />,
  lost: (
    <>
      <path d="M5.6 6a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.3.9-1.3 1.7" />
      <path d="M8 12.6v.1" strokeWidth="2.2" />
    </>
  ),
  unknown: <path d="M8 2 14 8 8 14 2 8z" />,
}
