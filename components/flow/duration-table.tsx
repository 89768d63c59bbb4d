import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import { Time } from '@/components/ui/time'
import { versionWords } from '@/lib/flow/version-lines'
import { formatDuration } from '@/lib/format/duration'
import type { DurationDot, VersionMark } from '@/lib/model/flow-page'

const TABLE_MAX = 200

type Line = { dot: DurationDot } | { mark: VersionMark }

/** Executions with their durations, newest first, and between them where the version changed. */
export function DotsTable({
  dots,
  marks,
  summary,
}: {
  dots: DurationDot[]
  marks: VersionMark[]
  summary: string
}) {
  return (
    <div className="relative max-h-64 overflow-auto rounded-md border border-line">
      <table className="w-full text-left text-xs tabular-nums">
        <caption className="sr-only">
          {summary}
          {dots.length > TABLE_MAX ? `; the newest ${TABLE_MAX}` : ''}
        </caption>
        <thead className="sticky top-0 bg-sunken text-ink-3">
          <tr>
            {['Started', 'State', 'Duration'].map((title) => (
              <th key={title} scope="col" className="px-3 py-1.5 font-medium last:text-right">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {linesOf(dots.slice(0, TABLE_MAX), marks).map((line) => {
            if ('mark' in line) return <VersionLine key={line.mark.changeId} mark={line.mark} />
            const { dot } = line
            return (
              <tr key={dot.id} className="border-t border-line">
                <th scope="row" className="px-3 py-1 font-normal whitespace-nowrap">
                  <Link href={`/executions/${dot.id}`} prefetch={false} className="hover:underline">
                    <Time absolute iso={new Date(dot.atMs).toISOString()} />
                  </Link>
                </th>
                <td className="px-3 py-1">
                  <StateBadge state={dot.state} />
                </td>
                <td className="px-3 py-1 text-right">{formatDuration(dot.durationMs)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const VersionLine = ({ mark }: { mark: VersionMark }) => (
  <tr className="border-t border-line bg-sunken">
    <th scope="row" colSpan={3} className="px-3 py-1 font-normal">
      <Link
        href={`/changes/${mark.changeId}`}
        prefetch={false}
        className="wrap-anywhere text-accent hover:underline"
      >
        {versionWords({ mark, count: 1 })}
      </Link>
    </th>
  </tr>
)

/** Executions and changes of version in one order; a change before the oldest execution has nothing to stand between. */
function linesOf(dots: readonly DurationDot[], marks: readonly VersionMark[]): Line[] {
  const oldestMs = dots.at(-1)?.atMs ?? Number.POSITIVE_INFINITY
  return [
    ...dots.map((dot) => ({ atMs: dot.atMs, rank: 0, line: { dot } })),
    // With equal times the execution is the first with that version: it stands above, as newest come first.
    ...marks
      .filter(({ atMs }) => atMs > oldestMs)
      .map((mark) => ({ atMs: mark.atMs, rank: 1, line: { mark } })),
  ]
    .toSorted((a, b) => b.atMs - a.atMs || a.rank - b.rank)
    .map(({ line }) => line)
}
