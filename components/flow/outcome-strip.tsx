'use client'

import { Outcomes } from '@/components/execution/outcomes'

/** The newest executions as shapes, newest right. `packed` has the newest first. */
export function OutcomeStrip({ packed }: { packed: string }) {
  if (packed === '') return <span className="text-xs text-ink-3">none kept</span>
  return <Outcomes label="Newest executions, newest last" packed={packed.split(' ').toReversed().join(' ')} />
}
