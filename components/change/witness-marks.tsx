import { Check } from 'lucide-react'
import type { Change } from '@/lib/model/flow-change'

const KINDS = [
  ['git', 'Git'],
  ['tool', 'Tool'],
  ['ci', 'CI'],
  ['execution', 'Execution'],
] as const

/** Which kinds of witness tell of a change; those that do not are named on hover. */
export function WitnessMarks({ of }: { of: Change['isWitnessedBy'] }) {
  const missing = KINDS.filter(([kind]) => !of[kind]).map(([, title]) => title)
  return (
    <ul
      aria-label="Witnessed by"
      title={missing.length === 0 ? 'All four kinds tell of it' : `Not by: ${missing.join(', ')}`}
      className="flex flex-col gap-y-0.5 text-xs"
    >
      {KINDS.filter(([kind]) => of[kind]).map(([kind, title]) => (
        <li key={kind} className="inline-flex items-center gap-1 text-ink-2">
          <Check aria-hidden className="size-3 text-success" />
          {title}
        </li>
      ))}
    </ul>
  )
}
