import { memo } from 'react'
import { StateShape } from '@/components/execution/state-symbols'
import { STATE_WORD } from '@/components/execution/state-words'
import { taskHref } from '@/lib/flow/task-href'
import type { GridColumn, GridRow } from '@/lib/model/flow-page'

/** A table of boxes: rows that are out of sight need not be drawn then. It stays a table to readers. */
export const GRID_TABLE = 'block w-max min-w-full text-xs'

/** What the table lies on, with the widths of its columns for what is drawn over it. */
export const GRID_SHEET =
  'relative w-max min-w-full [--grid-column:1.75rem] [--grid-name:10rem] sm:[--grid-name:18rem]'

/** How the rows look, said once of their body: a page of the grid has more than a thousand cells. */
export const GRID_BODY =
  'block [&_tr]:flex [&_tr]:h-7.25 [&_tr]:[content-visibility:auto] [&_tr]:[contain-intrinsic-size:auto_1.8125rem] [&_tr]:border-t [&_tr]:border-line [&_tr:hover]:bg-hover [&_td]:size-7 [&_td]:shrink-0 [&_td]:p-0 [&_a]:inline-flex [&_a]:size-7 [&_a]:items-center [&_a]:justify-center [&_a]:rounded-sm [&_a:hover]:bg-selected [&_a:focus-visible]:-outline-offset-2 [&_a_svg]:size-3.5'

/** The column of names, which stays while the rest is pushed sideways. */
export const GRID_NAME =
  'sticky left-0 z-1 w-40 shrink-0 border-r border-line bg-surface px-3 py-0 text-left font-normal sm:w-72'

/** One task across the executions; a place without a shape is an execution that had no such task. */
export const GridRowCells = memo(function GridRowCells({
  row,
  columns,
}: {
  row: GridRow
  columns: GridColumn[]
}) {
  return (
    <tr>
      <th scope="row" title={row.name} className={`${GRID_NAME} truncate leading-7 text-ink`}>
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
          <td key={execution.id}>
            {cell ? (
              <a
                href={taskHref(execution.id, cell.spanId)}
                tabIndex={-1}
                aria-label={`${row.name}: ${STATE_WORD[cell.state]}`}
              >
                <StateShape state={cell.state} />
              </a>
            ) : null}
          </td>
        )
      })}
    </tr>
  )
})
