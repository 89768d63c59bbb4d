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
      className="witnesses"
    >
      {KINDS.filter(([kind]) => of[kind]).map(([kind, title]) => (
        <li key={kind}>{title}</li>
      ))}
    </ul>
  )
}
