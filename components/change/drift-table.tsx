'use client'

import Link from 'next/link'
import { Time } from '@/components/ui/time'
import type { ShownDrift } from '@/lib/changes/shown-drift'
import type { PlaceWords } from '@/lib/format/drift-words'
import { changesHref } from '@/lib/input/change-address'
import { ChangeActorName } from './change-actor-name'
import { DriftBadge } from './drift-badge'

const COLUMNS = ['Flow', 'Stands', 'Since', 'Behind by', 'What stands where', 'Why', 'Last changed by']

/** Flows by how they stand to Git, the worst first. Rendered here, as rows of changes are. */
export function DriftTable({ rows }: { rows: ShownDrift[] }) {
  return (
    <section
      aria-label="Flows"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="list-table">
        <thead>
          <tr>
            {COLUMNS.map((title) => (
              <th key={title} scope="col">
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

function DriftRow({ row }: { row: ShownDrift }) {
  const { flowId, flow, namespace, source, team, state, since, lag, because, places } = row
  return (
    <tr>
      <th scope="row" className="md:max-w-64 md:min-w-36">
        <Link href={`/flows/${flowId}?tab=versions`} prefetch={false} className="list-title">
          {flow}
        </Link>
        <span className="list-note" title={`${namespace} · ${source} · ${team}`}>
          {[source, team].filter((word) => word !== '').join(' · ')}
        </span>
      </th>
      <td data-label="Stands">
        <DriftBadge state={state} />
      </td>
      <td data-label="Since" className="md:whitespace-nowrap">
        <Time iso={since} className="text-xs text-ink-2" />
      </td>
      <td data-label="Behind by" className="text-xs md:whitespace-nowrap text-ink-2 tabular-nums">
        {lag ?? <span className="text-ink-3">–</span>}
      </td>
      <td data-label="Where" className="md:max-w-96 md:min-w-72">
        <Places of={places} />
      </td>
      <td data-label="Why" className="md:max-w-72 md:min-w-48 text-xs wrap-anywhere text-ink-2">
        {because}
      </td>
      <td data-label="Changed by" className="md:max-w-44">
        <LastChange row={row} />
      </td>
    </tr>
  )
}

function LastChange({ row: { flowId, changeId, actor } }: { row: ShownDrift }) {
  if (changeId === null) return <span className="text-xs text-ink-3">no change known</span>
  return (
    <div className="flex flex-col items-start">
      <ChangeActorName actor={actor} range="all" />
      <Link
        href={changesHref({ flow: flowId, range: 'all' })}
        prefetch={false}
        className="text-2xs text-accent hover:underline"
      >
        Its changes
      </Link>
    </div>
  )
}

function Places({ of }: { of: PlaceWords[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-2 text-xs">
      {of.map(({ place, words, commit, title, at }) => (
        <div key={place} className="contents">
          <dt className="text-ink-3">{place}</dt>
          <dd className="flex min-w-0 items-baseline gap-x-2 max-md:flex-wrap" title={title ?? undefined}>
            {words === null ? (
              <span className="text-ink-3">nothing known</span>
            ) : (
              <span className="flex min-w-0 font-mono text-ink max-md:flex-wrap">
                <span className="max-md:wrap-anywhere md:truncate">{words}</span>
                {commit === null ? null : <span className="shrink-0 text-ink-3">{`@${commit}`}</span>}
              </span>
            )}
            {at === null ? null : <Time iso={at} className="shrink-0 text-2xs text-ink-3" />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
