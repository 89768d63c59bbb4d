import type { Window } from '@/lib/query/window'

/** The job that counts executions by stretches of time; what it has seen is read from its record. */
export const EXECUTION_COUNTS_JOB = 'roll-up-execution-counts'

const MINUTE_MS = 60_000

/** Lengths of the stretches in minutes, longest first. Each holds a whole number of the next. */
export const COUNTED_WIDTHS = [1440, 180, 15] as const
export type CountedWidth = (typeof COUNTED_WIDTHS)[number]

/** Until when a job's record says that it has seen what was written; null before it has seen all. */
export function countedUntilOf(result: unknown): number | null {
  if (typeof result !== 'object' || result === null || !('seenUntil' in result)) return null
  const ms = Date.parse(String(result.seenUntil))
  return Number.isNaN(ms) ? null : ms
}

/** Stretches of one length that have been counted: from, and before. */
export type CountedCells = { width: CountedWidth; fromMs: number; toMs: number }

/** What of a window has been counted, in stretches as long as they come, and what lies before and after that. */
export type CountedParts = { cells: CountedCells[]; edges: Window[] }

/**
 * Parts a window into counted stretches and the rest. With a step only stretches that divide it, so that none belongs to two
 * bars. Null where nothing of it has been counted in such stretches.
 */
export function countedParts(
  { fromMs, toMs }: Window,
  countedUntilMs: number | null,
  stepMs: number | null = null,
): CountedParts | null {
  if (countedUntilMs === null) return null
  const widths = COUNTED_WIDTHS.filter((width) => stepMs === null || stepMs % (width * MINUTE_MS) === 0)
  const shortestMs = (widths.at(-1) ?? 0) * MINUTE_MS
  if (shortestMs === 0) return null
  const firstMs = Math.ceil(fromMs / shortestMs) * shortestMs
  const lastMs = Math.floor(Math.min(toMs ?? countedUntilMs, countedUntilMs) / shortestMs) * shortestMs
  if (lastMs <= firstMs) return null
  const edges = [
    { fromMs, toMs: firstMs },
    { fromMs: lastMs, toMs },
  ].filter((edge) => edge.toMs === null || edge.toMs > edge.fromMs)
  return { cells: cellsOf(firstMs, lastMs, widths), edges }
}

/** The longest stretches that fit in the middle, shorter ones before and after them. */
function cellsOf(fromMs: number, toMs: number, widths: readonly CountedWidth[]): CountedCells[] {
  const [width, ...shorter] = widths
  if (width === undefined || toMs <= fromMs) return []
  const widthMs = width * MINUTE_MS
  const firstMs = Math.ceil(fromMs / widthMs) * widthMs
  const lastMs = Math.floor(toMs / widthMs) * widthMs
  if (lastMs <= firstMs) return cellsOf(fromMs, toMs, shorter)
  return [
    ...cellsOf(fromMs, firstMs, shorter),
    { width, fromMs: firstMs, toMs: lastMs },
    ...cellsOf(lastMs, toMs, shorter),
  ]
}
