import { Outcomes } from '@/components/execution/outcomes'
import { packOutcomes } from '@/lib/flow/packed-outcomes'
import type { Outcome } from '@/lib/model/listed-flow'

/** Executions as shapes, the first first, with the moment of a change between those before it and those with it. */
export function EffectStrip({ before, from }: { before: Outcome[]; from: Outcome[] }) {
  return <PackedEffect before={packOutcomes(before)} from={packOutcomes(from)} />
}

/** The same of what `packOutcomes` packed. */
export function PackedEffect({ before, from }: { before: string; from: string }) {
  if (before === '' && from === '') return <span className="text-xs text-ink-3">no executions</span>
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <Outcomes label="Before it" packed={before} />
      <span aria-hidden className="h-4 w-px bg-ink-3" />
      <Outcomes label="With it" packed={from} />
    </span>
  )
}
