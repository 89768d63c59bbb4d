import { memo } from 'react'
import { StateShape } from '@/components/execution/state-symbols'
import { STATE_WORD } from '@/components/execution/state-words'
import { taskHref } from '@/lib/flow/task-href'
import type { GridColumn, GridRow } from '@/lib/model/flow-page'

/** How the rows look, said once of their body: a page of the grid has more than a thousand cells. */
export const GRID_BODY =
  '[&_tr]:border-t [&_tr]:border-line [&_tr:hover]:bg-hover [&_td]:p-0 [&_td]:text-center [&_a]:inline-flex [&_a]:size-7 [&_a]:items-center [&_a]:justify-center [&_a]:rounded-sm [&_a:hover]:bg-selected [&_a:focus-visible]:-outline-offset-2 [&_a_svg]:size-3.5'

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
      <td aria-hidden className="w-full" />
    </tr>
  )
})
