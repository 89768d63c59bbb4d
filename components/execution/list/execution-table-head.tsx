'use client'

import { ArrowDown } from 'lucide-react'
import Link from 'next/link'
import { useListState } from '@/components/filter/use-list-state'
import { listAddress } from '@/lib/query/list-address'
import { type ListColumn, USUAL_COLUMNS } from '@/lib/query/list-columns'
import { TABLE_COLUMNS } from './list-table-columns'

const HEAD = 'truncate px-2 font-medium last:pr-4'

/** The names of the columns. Widths are fixed, so that nothing moves when rows come, change or go. */
export function ExecutionTableHead({
  columns,
  picked,
  of,
  onPickAll,
}: {
  columns: readonly ListColumn[] | null
  picked: number
  of: number
  onPickAll: () => void
}) {
  const isUsual = columns === null
  const [state] = useListState()
  return (
    <thead className={`bg-surface shadow-[inset_0_-1px_var(--line)] ${isUsual ? 'sticky top-12 z-10' : ''}`}>
      <tr className="h-9 text-xs text-ink-3">
        <th scope="col" className="w-9 p-0 font-normal">
          <label className="flex h-9 cursor-pointer items-center justify-center pl-1.5">
            <input
              type="checkbox"
              ref={(box) => {
                if (box) box.indeterminate = picked > 0 && picked < of
              }}
              checked={picked > 0 && picked === of}
              aria-label="Select all on this page"
              onChange={onPickAll}
              className="size-3.5 accent-accent"
            />
          </label>
        </th>
        <th scope="col" className={`${HEAD} ${isUsual ? 'w-9 @xl:w-27' : 'w-27'}`}>
          <span className={isUsual ? '@max-xl:sr-only' : ''}>State</span>
        </th>
        <th scope="col" className={HEAD}>
          Flow
        </th>
        {(columns ?? USUAL_COLUMNS).map((column) => {
          const { title, usual, px, isRight } = TABLE_COLUMNS[column]
          return (
            <th
              key={column}
              scope="col"
              aria-sort={column === 'duration' && state.sort === 'slowest' ? 'descending' : undefined}
              className={`${HEAD} ${isUsual ? usual : ''} ${isRight ? 'text-right' : ''}`}
              style={isUsual ? undefined : { width: px }}
            >
              {column === 'duration' ? <SortByDuration title={title} /> : title}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

/** Newest first is how the list stands; the slowest first is the other way to look at it. */
function SortByDuration({ title }: { title: string }) {
  const [state] = useListState()
  const isSorted = state.sort === 'slowest'
  return (
    <Link
      data-asked
      href={listAddress({ ...state, sort: isSorted ? 'newest' : 'slowest', before: '' })}
      scroll={false}
      prefetch={false}
      title={isSorted ? 'Newest first' : 'Slowest first'}
      className="inline-flex min-h-6 items-center gap-0.5 rounded hover:text-ink"
    >
      {isSorted ? <ArrowDown aria-hidden className="size-3" /> : null}
      {title}
      <span className="sr-only">
        {isSorted ? ', slowest first; show newest first' : '; show slowest first'}
      </span>
    </Link>
  )
}
