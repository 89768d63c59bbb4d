import { memo } from 'react'
import { StateIcon } from '@/components/execution/state-icon'
import { STATE_WORD } from '@/components/execution/state-words'
import { taskHref } from '@/lib/flow/task-href'
import type { GridColumn, GridRow } from '@/lib/model/flow-page'

/** One task across the executions; a place without a shape is an execution that had no such task. */
export const GridRowCells = memo(function GridRowCells({
  row,
  index,
  columns,
}: {
  row: GridRow
  index: number
  columns: GridColumn[]
}) {
  return (
    <tr className="border-t border-line hover:bg-hover">
      <th
        scope="row"
        title={row.name}
        className="sticky left-0 z-1 w-40 max-w-40 min-w-40 truncate border-r border-line bg-surface px-3 text-left font-normal text-ink sm:w-72 sm:max-w-72 sm:min-w-72"
      >
        {row.hasBroken ? (
          <span className="mr-1.5 inline-block size-1.5 rounded-[1px] bg-failed" aria-hidden />
        ) : null}
        {row.name}
        {row.hasBroken ? <span className="sr-only">, broke</span> : null}
      </th>
      {row.cells.map((cell, column) => {
        const execution = columns[column]
        if (!execution) return null
        return (
          <td key={execution.id} className="p-0 text-center">
            {cell ? (
              <a
                href={taskHref(execution.id, cell.spanId)}
                data-place={`${index}:${column}`}
                tabIndex={-1}
                aria-label={`${row.name}: ${STATE_WORD[cell.state]}`}
                className="inline-flex h-7 w-7 items-center justify-center rounded-sm hover:bg-selected focus-visible:-outline-offset-2"
              >
                <StateIcon state={cell.state} className="size-3" />
              </a>
            ) : null}
          </td>
        )
      })}
      <td aria-hidden className="w-full" />
    </tr>
  )
})
