import Link from 'next/link'
import { Time } from '@/components/ui/time'
import { lagWords, placesOf } from '@/lib/format/drift-words'
import { changesHref } from '@/lib/input/change-address'
import type { ListedDrift } from '@/lib/model/listed-change'
import { ChangeActorName } from './change-actor-name'
import { DriftBadge } from './drift-badge'

const CELL = 'px-3 py-2.5 align-top first:pl-4 last:pr-4'
const COLUMNS = ['Flow', 'Stands', 'Since', 'Behind by', 'What stands where', 'Why', 'Last changed by']

/** Flows by how they stand to Git, the worst first. */
export function DriftTable({ rows }: { rows: ListedDrift[] }) {
  return (
    <section
      aria-label="Flows"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="w-full border-collapse text-left">
        <thead className="border-b border-line text-xs text-ink-3">
          <tr>
            {COLUMNS.map((title) => (
              <th
                key={title}
                scope="col"
                className="px-3 py-2 font-medium whitespace-nowrap first:pl-4 last:pr-4"
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DriftRow key={row.flowId} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function DriftRow({ row }: { row: ListedDrift }) {
  const { flowId, flow, namespace, source, team, detail, actor, changeId } = row
  return (
    <tr className="border-t border-line text-sm first:border-t-0 hover:bg-hover">
      <th scope="row" className={`${CELL} max-w-64 min-w-36 text-left font-normal`}>
        <Link
          href={`/flows/${flowId}?tab=versions`}
          prefetch={false}
          className="font-medium wrap-anywhere text-ink hover:underline"
        >
          {flow}
        </Link>
        <span className="block truncate text-2xs text-ink-3" title={`${namespace} · ${source} · ${team}`}>
          {[source, team].filter((word) => word !== '').join(' · ')}
        </span>
      </th>
      <td className={CELL}>
        <DriftBadge state={row.state} />
      </td>
      <td className={`${CELL} text-xs whitespace-nowrap text-ink-2`}>
        <Time iso={row.since.toISOString()} />
      </td>
      <td className={`${CELL} text-xs whitespace-nowrap text-ink-2 tabular-nums`}>
        {lagWords(row.lagCommits, detail.lagHours) ?? <span className="text-ink-3">–</span>}
      </td>
      <td className={`${CELL} max-w-96 min-w-72`}>
        <Places row={row} />
      </td>
      <td className={`${CELL} max-w-72 min-w-48 text-xs wrap-anywhere text-ink-2`}>{detail.because}</td>
      <td className={`${CELL} max-w-44`}>
        {changeId === null ? (
          <span className="text-xs text-ink-3">no change known</span>
        ) : (
          <>
            <span className="block">
              <ChangeActorName actor={actor} range="all" />
            </span>
            <Link
              href={changesHref({ flow: flowId, range: 'all' })}
              prefetch={false}
              className="text-2xs text-accent hover:underline"
            >
              Its changes
            </Link>
          </>
        )}
      </td>
    </tr>
  )
}

function Places({ row: { detail, repository } }: { row: ListedDrift }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-2 text-xs">
      {placesOf(detail, repository).map(({ place, words, commit, title, at }) => (
        <div key={place} className="contents">
          <dt className="text-ink-3">{place}</dt>
          <dd className="flex min-w-0 items-baseline gap-x-2" title={title ?? undefined}>
            {words === null ? (
              <span className="text-ink-3">nothing known</span>
            ) : (
              <span className="flex min-w-0 font-mono text-ink">
                <span className="truncate">{words}</span>
                {commit === null ? null : <span className="shrink-0 text-ink-3">@{commit}</span>}
              </span>
            )}
            {at === null ? null : <Time iso={at} className="shrink-0 text-2xs text-ink-3" />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
