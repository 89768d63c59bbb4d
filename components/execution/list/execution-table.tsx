'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { useListState } from '@/components/filter/use-list-state'
import { useKey } from '@/components/frame/shortcuts'
import type { ListedExecution } from '@/lib/model/listed-execution'
import { ExecutionTableRow } from './execution-table-row'
import { NewRows } from './new-rows'
import { useRowChanges } from './use-row-changes'

/** Widths are fixed, so that nothing moves when rows come, change or go; columns go by the room that the table has. */
const COLUMNS = [
  { title: 'State', className: 'w-10 @xl:w-27' },
  { title: 'Flow', className: '' },
  { title: 'Started', className: 'w-24 @max-xl:hidden' },
  { title: 'Duration', className: 'w-20 text-right @xl:w-22' },
  { title: 'Trigger', className: 'w-29 @max-4xl:hidden' },
  { title: 'Failed at, error', className: 'w-[30%] @max-3xl:hidden' },
  { title: 'Version', className: 'w-22 @max-6xl:hidden' },
  { title: 'Try', className: 'w-12 text-right @max-5xl:hidden' },
] as const

/** The rows of one page. `j` and `k` move, Enter opens; what still runs is kept current in its place. */
export function ExecutionTable({
  rows: given,
  question,
  newest,
  skipped,
}: {
  rows: ListedExecution[]
  question: { q: string; range: string }
  /** Place of the newest row of the first page; null on later pages, where nothing new can come. */
  newest: string | null
  /** Rows of earlier pages, for counting. */
  skipped: boolean
}) {
  const [{ density }] = useListState({ shallow: true })
  const { rows, newCount } = useRowChanges(given, question, newest)
  const [active, setActive] = useState(0)
  const body = useRef<HTMLTableSectionElement>(null)

  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index))
    setActive(to)
    body.current?.rows[to]?.querySelector('a')?.focus()
  }
  const isInside = () => body.current?.contains(document.activeElement) ?? false
  useKey('j', () => focusRow(isInside() ? active + 1 : active))
  useKey('k', () => focusRow(isInside() ? active - 1 : active))
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const edge = { Home: 0, End: rows.length - 1 }[event.key]
    if (step === undefined && edge === undefined) return
    event.preventDefault()
    focusRow(edge ?? active + (step ?? 0))
  }

  return (
    <div className="@container relative">
      <NewRows count={newCount} isLaterPage={skipped} />
      <div className="overflow-clip rounded-lg border border-line bg-surface shadow-card">
        <table data-density={density} className="w-full table-fixed border-collapse text-left text-sm">
          <caption className="sr-only">Executions, newest first</caption>
          <thead className="sticky top-12 z-10 bg-surface shadow-[inset_0_-1px_var(--line)]">
            <tr className="h-9 text-xs text-ink-3">
              {COLUMNS.map(({ title, className }) => (
                <th
                  key={title}
                  scope="col"
                  className={`truncate px-2 font-medium first:pl-4 last:pr-4 ${className}`}
                >
                  <span className={title === 'State' ? '@max-xl:sr-only' : ''}>{title}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={press}>
            {rows.map((row, index) => (
              <ExecutionTableRow
                key={row.id}
                row={row}
                isCompact={density === 'compact'}
                isTabStop={index === Math.min(active, rows.length - 1)}
                onFocus={() => setActive(index)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
