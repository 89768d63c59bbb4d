import type { Outcome } from '@/lib/model/listed-flow'
import { isoOfMs } from './iso-nano'

/** Executions after a change with their times as the API writes them. */
export const withOutcomeTimes = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ id, state, atMs }) => ({ id, state, at: isoOfMs(atMs) }))
