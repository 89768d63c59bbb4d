import Link from 'next/link'
import { SampleBadge } from '@/components/sample/sample-badge'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { formatCount } from '@/lib/format/count'
import type { ListedSource } from '@/lib/model/listed-source'
import { sourceKindName } from '@/lib/model/source-kind'

/** Columns that a phone has no room for; the source's own page has them all. */
const WIDE = 'max-md:hidden'
const NUMBER = 'px-3 py-2.5 text-right tabular-nums'

/** One line a source: who sends, when it last did, and what became of it. */
export function SourceTable({ sources }: { sources: ListedSource[] }) {
  return (
    <section
      aria-label="Sources"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="w-full text-sm">
        <thead className="border-b border-line text-left text-xs text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">Source</th>
            <th scope="col" className={WIDE}>
              Team
            </th>
            <th scope="col">Last received</th>
            <th scope="col" className="text-right">
              Stored
            </th>
            <th scope="col" className={`${WIDE} text-right`}>
              Duplicate
            </th>
            <th scope="col" className="text-right">
              Rejected
            </th>
            <th scope="col" className={`${WIDE} text-right`}>
              Redacted
            </th>
            <th scope="col" className={`${WIDE} text-right`}>
              Tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceLine key={source.id} source={source} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function SourceLine({ source }: { source: ListedSource }) {
  return (
    <tr className="relative border-t border-line first:border-t-0 hover:bg-hover">
      <th scope="row" className="px-3 py-2.5 text-left font-normal">
        {/* The link's pseudo-element covers the row, which is one target for the mouse and one stop for the keyboard. */}
        <Link
          href={`/sources/${source.id}`}
          className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {source.name}
        </Link>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-xs text-ink-3">
          {sourceKindName(source.kind)}
          <Badge>{source.environment}</Badge>
          <SampleBadge isSample={source.isSample} />
        </span>
      </th>
      <td className={`${WIDE} px-3 py-2.5 text-ink-2`}>{source.teamName}</td>
      <td className="px-3 py-2.5 text-ink-2 md:whitespace-nowrap">
        <LastReceived source={source} />
      </td>
      <td className={`${NUMBER} text-ink`}>{formatCount(source.stored)}</td>
      <td className={`${NUMBER} ${WIDE} text-ink-2`}>{formatCount(source.duplicate)}</td>
      <td className={`${NUMBER} ${source.rejected > 0 ? 'font-medium text-failed' : 'text-ink-2'}`}>
        {formatCount(source.rejected)}
      </td>
      <td className={`${NUMBER} ${WIDE} text-ink-2`}>{formatCount(source.redacted)}</td>
      <td className={`${NUMBER} ${WIDE} text-ink-2`}>{source.kind === 'runledger' ? '–' : source.tokens}</td>
    </tr>
  )
}

function LastReceived({ source }: { source: ListedSource }) {
  if (source.lastReceivedAt !== null) {
    return (
      <span className="relative z-10">
        <Time iso={source.lastReceivedAt.toISOString()} />
      </span>
    )
  }
  if (source.kind === 'runledger') return '–'
  return (
    <Link href={`/sources/${source.id}/connect`} className="relative z-10 text-accent hover:underline">
      Waiting for the first event
    </Link>
  )
}
