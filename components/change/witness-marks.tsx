import type { WitnessKind } from '@/lib/changes/shown-change'

const KINDS = [
  ['git', 'Git'],
  ['tool', 'Tool'],
  ['ci', 'CI'],
  ['execution', 'Execution'],
] as const

/** Which kinds of witness tell of a change; those that do not are named on hover. */
export function WitnessMarks({ of }: { of: WitnessKind[] }) {
  const missing = KINDS.filter(([kind]) => !of.includes(kind)).map(([, title]) => title)
  return (
    <ul
      aria-label="Witnessed by"
      title={missing.length === 0 ? 'All four kinds tell of it' : `Not by: ${missing.join(', ')}`}
      className="witnesses"
    >
      {KINDS.filter(([kind]) => of.includes(kind)).map(([kind, title]) => (
        <li key={kind}>{title}</li>
      ))}
    </ul>
  )
}
