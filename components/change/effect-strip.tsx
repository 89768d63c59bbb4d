import Link from 'next/link'
import { StateShape } from '@/components/execution/state-symbols'
import { STATE_WORD } from '@/components/execution/state-words'
import type { Outcome } from '@/lib/model/listed-flow'

/** Executions as shapes, the first first, with the moment of a change between those before it and those with it. */
export function EffectStrip({ before, from }: { before: Outcome[]; from: Outcome[] }) {
  if (before.length + from.length === 0) return <span className="text-xs text-ink-3">no executions</span>
  return (
    <span className="inline-flex items-center gap-1.5">
      <Shapes label="Before it" of={before} />
      <span aria-hidden className="h-4 w-px bg-ink-3" />
      <Shapes label="With it" of={from} />
    </span>
  )
}

const Shapes = ({ label, of }: { label: string; of: Outcome[] }) => (
  <ol aria-label={label} className="outcomes">
    {of.map(({ id, state, atMs }) => (
      <li key={id}>
        <Link
          href={`/executions/${id}`}
          prefetch={false}
          title={`${STATE_WORD[state]}, ${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`}
        >
          <StateShape state={state} />
          <span className="sr-only">{STATE_WORD[state]}</span>
        </Link>
      </li>
    ))}
  </ol>
)
