'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import type { SpanTree } from '@/lib/timeline/span-tree'
import {
  type NameStatistics,
  STATISTIC_SORTS,
  type StatisticSort,
  sortedStatistics,
  statisticsOf,
} from '@/lib/timeline/statistics'

const parameters = {
  stat: parseAsStringLiteral(STATISTIC_SORTS).withDefault('self'),
  turned: parseAsBoolean.withDefault(false),
}

const COLUMNS: { sort: StatisticSort; title: string; says: string }[] = [
  { sort: 'count', title: 'Count', says: 'Spans of this name' },
  { sort: 'self', title: 'Self', says: 'Time in which nothing under them was at work' },
  { sort: 'total', title: 'Total', says: 'Sum of what they lasted; work beside other work counts in full' },
  { sort: 'p50', title: 'p50', says: 'Half of them lasted no longer' },
  { sort: 'p95', title: 'p95', says: '95 of 100 lasted no longer' },
  { sort: 'errors', title: 'Errors', says: 'Of them failed' },
]

/** Names beyond these are found by looking for them. */
const SHOWN = 300

/** What the spans of each name amount to; a name leads to its spans in the waterfall. */
export function StatisticsView({
  tree,
  within,
  onFind,
}: {
  tree: SpanTree
  within: number | null
  onFind: (name: string) => void
}) {
  const [{ stat, turned }, setQuery] = useQueryStates(parameters, { history: 'replace' })
  const [text, setText] = useState('')
  const all = useMemo(() => statisticsOf(tree, within), [tree, within])
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const found = all.filter(
      (row) => row.name.toLowerCase().includes(wanted) || row.service.toLowerCase().includes(wanted),
    )
    return sortedStatistics(found, stat, turned)
  }, [all, text, stat, turned])
  const onSort = (sort: StatisticSort) =>
    void setQuery({ stat: sort, turned: sort === stat ? !turned : false })
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          value={text}
          aria-label="Find a name or a service"
          placeholder="Find a name or a service"
          onChange={(event) => setText(event.target.value)}
          className="h-7 w-full max-w-64 rounded-md border border-control bg-surface px-2 text-xs text-ink placeholder:text-ink-3"
        />
        <span role="status" className="text-xs text-ink-3 tabular-nums">
          {formatCount(rows.length)} of {formatCount(all.length)} names
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState kind="no-match" title="No name matches" level={3}>
          <Button size="sm" onClick={() => setText('')}>
            Show all names
          </Button>
        </EmptyState>
      ) : (
        <div className="relative max-h-[max(22rem,calc(100dvh-17rem))] overflow-auto rounded-lg border border-line bg-surface">
          <table
            aria-label="Statistics by name of span"
            className="w-full table-fixed border-collapse text-left text-sm max-md:min-w-180"
          >
            <thead className="sticky top-0 bg-sunken text-xs text-ink-3">
              <tr>
                <Heading sort="name" title="Name" says="Name and service" {...{ stat, turned, onSort }} />
                {COLUMNS.map((column) => (
                  <Heading key={column.sort} {...column} {...{ stat, turned, onSort }} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((row) => (
                <StatisticsRow key={row.key} row={row} onFind={onFind} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > SHOWN ? (
        <p className="text-xs text-ink-3">
          The first {formatCount(SHOWN)} are listed; sort or look for a name to see others.
        </p>
      ) : null}
    </div>
  )
}

function Heading(props: {
  sort: StatisticSort
  title: string
  says: string
  stat: StatisticSort
  turned: boolean
  onSort: (sort: StatisticSort) => void
}) {
  const isSorted = props.stat === props.sort
  const isRising = (props.sort === 'name') !== props.turned
  const Arrow = isRising ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (isRising ? 'ascending' : 'descending') : undefined}
      className={`border-b border-line px-3 py-1.5 font-medium ${props.sort === 'name' ? '' : 'w-24 text-right'}`}
    >
      <button
        type="button"
        title={props.says}
        onClick={() => props.onSort(props.sort)}
        className="-mx-1 inline-flex h-6 items-center gap-0.5 rounded px-1 hover:text-ink"
      >
        {props.title}
        {isSorted ? <Arrow aria-hidden className="size-3" /> : null}
      </button>
    </th>
  )
}

function StatisticsRow({ row, onFind }: { row: NameStatistics; onFind: (name: string) => void }) {
  const cell = 'border-b border-line/60 px-3 py-1.5 text-right tabular-nums'
  return (
    <tr className="hover:bg-hover">
      <td className="border-b border-line/60 px-3 py-1.5">
        <span className="flex min-w-0 items-baseline gap-2">
          <button
            type="button"
            title={`Find “${row.name}” in the waterfall`}
            onClick={() => onFind(row.name)}
            className="min-w-0 truncate text-left font-medium text-ink hover:underline"
          >
            {row.name || '(no name)'}
          </button>
          <span className="truncate text-xs text-ink-3">{row.service}</span>
        </span>
      </td>
      <td className={cell}>{formatCount(row.count)}</td>
      <td className={cell}>{formatDuration(row.self / 1e6)}</td>
      <td className={cell}>{formatDuration(row.total / 1e6)}</td>
      <td className={cell}>{formatDuration(row.p50 / 1e6)}</td>
      <td className={cell}>{formatDuration(row.p95 / 1e6)}</td>
      <td className={`${cell} ${row.errors > 0 ? 'text-failed' : 'text-ink-3'}`}>
        {formatCount(row.errors)}
      </td>
    </tr>
  )
}
