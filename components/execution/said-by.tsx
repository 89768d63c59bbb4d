import Link from 'next/link'
import type { Witness } from '@/lib/executions/provenance'
import { StateBadge } from './state-badge'

/** Who said the state, and whether all agree. */
export function SaidBy({ witnesses, historyHref }: { witnesses: Witness[]; historyHref: string }) {
  const [first] = witnesses
  if (!first) return null
  const others = witnesses.filter((each) => !each.agrees)
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-xs text-ink-3">
      <span>State read from {first.readFrom}</span>
      <span>
        ({first.dialect}
        {first.word ? `: “${first.word}”` : ''})
      </span>
      {others.length > 0 ? (
        <Link
          href={historyHref}
          className="inline-flex items-center gap-1.5 rounded bg-warning/10 px-1.5 py-0.5 text-warning hover:underline"
        >
          {others.length === 1 ? 'Another origin says' : `${others.length} other origins say`}
          <StateBadge state={others[0]?.state ?? 'unknown'} word={others[0]?.word} />
        </Link>
      ) : null}
    </p>
  )
}
