import { STATE_WORD, stateVar } from '@/components/execution/state-words'
import { formatDuration } from '@/lib/format/duration'
import { formatShort } from '@/lib/format/time'
import type { GridColumn } from '@/lib/model/flow-page'
import { GRID_NAME } from './flow-grid-row'

const HEIGHT = 56

/** A bar of its duration over each execution, and lines where the usual lies. */
export function FlowGridHead({
  columns,
  usual,
  zone,
  tabStop,
}: {
  columns: GridColumn[]
  usual: { p50Ms: number | null; p95Ms: number | null }
  zone: string
  tabStop: number
}) {
  const most = Math.max(1, usual.p95Ms ?? 0, ...columns.map((column) => column.durationMs ?? 0))
  const [first, last] = [columns[0], columns.at(-1)]
  return (
    <thead className="block">
      <tr className="flex">
        <th scope="col" className={`${GRID_NAME} flex flex-col justify-end text-ink-3`}>
          <span className="block text-2xs tabular-nums" suppressHydrationWarning>
            {first ? formatShort(first.atMs, zone) : ''} to {last ? formatShort(last.atMs, zone) : ''}
          </span>
          {usual.p50Ms !== null && usual.p95Ms !== null ? (
            <span className="block text-2xs tabular-nums">
              usual {formatDuration(usual.p50Ms)} to {formatDuration(usual.p95Ms)}
            </span>
          ) : null}
          <span className="mt-1 mb-1.5 block font-medium">Task</span>
        </th>
        {columns.map((column, index) => (
          <th key={column.id} scope="col" className="relative flex w-7 shrink-0 items-end p-0 font-normal">
            <UsualLines usual={usual} most={most} />
            <a
              href={`/executions/${column.id}`}
              tabIndex={index === tabStop ? 0 : -1}
              className="relative flex w-7 items-end justify-center pt-2 hover:bg-hover focus-visible:-outline-offset-2"
              style={{ height: HEIGHT + 8 }}
            >
              <span className="sr-only" suppressHydrationWarning>
                Execution of {formatShort(column.atMs, zone)}: {STATE_WORD[column.state]}
              </span>
              <span
                aria-hidden
                className="w-3 rounded-t-xs"
                style={{
                  height: column.durationMs === null ? 3 : Math.max(3, (column.durationMs / most) * HEIGHT),
                  background: stateVar(column.state),
                  opacity: column.durationMs === null ? 0.4 : 1,
                }}
              />
            </a>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function UsualLines({
  usual,
  most,
}: {
  usual: { p50Ms: number | null; p95Ms: number | null }
  most: number
}) {
  const { p50Ms, p95Ms } = usual
  if (p50Ms === null || p95Ms === null) return null
  return (
    <span
      aria-hidden
      className="absolute inset-x-0 border-y border-accent/40 bg-accent/10"
      style={{ bottom: (p50Ms / most) * HEIGHT, height: Math.max(1, ((p95Ms - p50Ms) / most) * HEIGHT) }}
    />
  )
}
