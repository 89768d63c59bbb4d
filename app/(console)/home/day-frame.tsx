import type { ReactNode } from 'react'

/** What the bars of the last 24 hours stand in, before and after they are known. */
export function DayFrame({ children }: { children: ReactNode }) {
  return (
    <section
      aria-label="The last 24 hours"
      className="rounded-lg border border-line bg-surface px-4 py-2 shadow-card"
    >
      <h2 className="flex h-6 items-center text-xs font-medium text-ink-3">The last 24 hours</h2>
      <div className="mt-1 min-h-32.25">{children}</div>
    </section>
  )
}
