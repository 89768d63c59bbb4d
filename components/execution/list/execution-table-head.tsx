'use client'

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
              className={`${HEAD} ${isUsual ? usual : ''} ${isRight ? 'text-right' : ''}`}
              style={isUsual ? undefined : { width: px }}
            >
              {title}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
