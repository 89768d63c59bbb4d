import type { Arrival, Verdict } from '@/lib/model/arrival'

/** The sum of one verdict over all signals and reasons. */
export const totalOf = (arrival: Arrival, verdict: Verdict): number =>
  arrival.counts.filter((row) => row.verdict === verdict).reduce((sum, row) => sum + row.count, 0)
