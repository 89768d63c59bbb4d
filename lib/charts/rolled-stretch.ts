import type { Window } from '@/lib/query/window'

/** The job that counts executions by the hour; what it has seen is read from its record. */
export const EXECUTION_HOURS_JOB = 'roll-up-execution-hours'

export const HOUR_MS = 3_600_000

/** Until when a job's record says that it has seen what was written; null before it has seen all. */
export function rolledUntilOf(result: unknown): number | null {
  if (typeof result !== 'object' || result === null || !('seenUntil' in result)) return null
  const ms = Date.parse(String(result.seenUntil))
  return Number.isNaN(ms) ? null : ms
}

/** The whole hours of a window that have been counted, and what of the window lies before and after them. */
export type RolledStretch = { hours: Window & { toMs: number }; edges: Window[] }

/** Parts a window into counted hours and the rest; null where not even one whole hour of it has been counted. */
export function rolledStretch({ fromMs, toMs }: Window, rolledUntilMs: number | null): RolledStretch | null {
  if (rolledUntilMs === null) return null
  const firstMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS
  const lastMs = Math.floor(Math.min(toMs ?? rolledUntilMs, rolledUntilMs) / HOUR_MS) * HOUR_MS
  if (lastMs <= firstMs) return null
  const edges = [
    { fromMs, toMs: firstMs },
    { fromMs: lastMs, toMs },
  ].filter((edge) => edge.toMs === null || edge.toMs > edge.fromMs)
  return { hours: { fromMs: firstMs, toMs: lastMs }, edges }
}
