import { compareNano } from '@/lib/executions/state'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import type { LineageAccount } from '@/lib/model/lineage'
import type { State } from '@/lib/model/state'
import { toolOf } from './roles'
import { isEndless, jobFacet } from './view'

/** Types of events that say how a run is; OTHER and no type say nothing about it. */
export const EVENT_STATES: Readonly<Record<string, State>> = {
  START: 'running',
  RUNNING: 'running',
  COMPLETE: 'success',
  ABORT: 'cancelled',
  FAIL: 'failed',
}

/** Of two ends at the same time the later in this list counts. */
const ENDS = ['COMPLETE', 'ABORT', 'FAIL'] as const
type End = (typeof ENDS)[number]

/** How a run is by the types of its events, and from when to when it ran. */
export type Course = {
  states: StateObservation[]
  startedAt: UnixNano | undefined
  endedAt: UnixNano | undefined
  /** The end that counts. */
  end: { type: End; at: UnixNano } | null
}

/**
 * The course of a run. An end is final for what is processed in batches, and of two ends the later counts; what runs
 * endlessly is as it was last said to be. A run of which the start was not told has none. `startReopens` is for a tool
 * that starts the same execution again as another run.
 */
export function courseOf(account: LineageAccount, startReopens = false): Course {
  const { end, isDisputed } = endOf(account)
  const endless = isEndless(account)
  const start = account.types.START?.[0]
  const isBegin = (at: UnixNano) =>
    startReopens && at === start && (end === null || compareNano(at, end.at) < 0)
  const reopens = (type: string, at: UnixNano) =>
    endless || (type === 'START' && isBegin(at)) || (isDisputed && type === end?.type && at === end.at)
  const states = Object.entries(account.types).flatMap(([type, [first, last]]) => {
    const state = type === 'ABORT' && isNodeOfDbt(account) ? 'skipped' : stateOfType(type)
    if (state === undefined) return []
    const observed = (at: UnixNano): StateObservation => ({
      state,
      word: type,
      at,
      precedence: PRECEDENCE.eventType,
      ...(reopens(type, at) ? { reopens: true as const } : {}),
    })
    return first === last ? [observed(first)] : [observed(first), observed(last)]
  })
  return { states, startedAt: start, endedAt: end?.at, end }
}

const stateOfType = (type: string): State | undefined =>
  Object.hasOwn(EVENT_STATES, type) ? EVENT_STATES[type] : undefined

/** dbt's wrapper says ABORT of the nodes that dbt skipped, and of nothing else but a whole command. */
function isNodeOfDbt(account: LineageAccount): boolean {
  const type = jobFacet(account, 'jobType').at('jobType').text()?.toUpperCase()
  return type !== undefined && type !== 'JOB' && toolOf(account) === 'dbt'
}

function endOf(account: LineageAccount): { end: Course['end']; isDisputed: boolean } {
  let end: Course['end'] = null
  let isDisputed = false
  for (const type of ENDS) {
    const at = account.types[type]?.[1]
    if (at === undefined) continue
    isDisputed ||= end !== null
    if (end === null || compareNano(at, end.at) >= 0) end = { type, at }
  }
  return { end, isDisputed }
}
