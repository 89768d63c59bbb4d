'use client'

import { Button } from '@/components/ui/button'

export const TRACE_VIEWS = ['waterfall', 'flame', 'statistics'] as const
export type TraceView = (typeof TRACE_VIEWS)[number]

const TITLES: Record<TraceView, string> = {
  waterfall: 'Waterfall',
  flame: 'Flame',
  statistics: 'Statistics',
}

/** The same spans in time, by where the time goes, or as figures. */
export function ViewSwitch({ view, onView }: { view: TraceView; onView: (view: TraceView) => void }) {
  return (
    <fieldset className="mb-2 inline-flex gap-0.5 rounded-md border border-line bg-surface p-0.5">
      <legend className="sr-only">How the trace is shown</legend>
      {TRACE_VIEWS.map((each) => (
        <Button
          key={each}
          size="sm"
          variant={each === view ? 'secondary' : 'ghost'}
          aria-pressed={each === view}
          className="h-6 border-transparent"
          onClick={() => onView(each)}
        >
          {TITLES[each]}
        </Button>
      ))}
    </fieldset>
  )
}
