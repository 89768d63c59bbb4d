import { executionIdOf, taskRunIdOf } from '@/lib/executions/identity'
import type { ExecutionFact, TaskFact, UnixNano } from '@/lib/model/fact'
import { beginOf } from './account'
import type { LineageBook, LineageRecord } from './book'
import { type RecognisedRun, recogniseRun } from './recognise'
import { isSeen, runFacet } from './view'

/** The rows that a run is: an execution, and the task run of it where it is one. */
export type Place = { executionId: string; taskRunId: string | null }

/** What a run says now as one origin, and what it said before of other rows. */
export type RunFold = {
  orgId: string
  origin: string
  executions: ExecutionFact[]
  taskRuns: TaskFact[]
  previousExecutionIds: string[]
  storedExecutionIds: string[]
  startedAt: UnixNano
  keys: RecognisedRun['keys']
  references: RecognisedRun['references']
}

/** Places are asked for several times, and take hashing. */
const places = new WeakMap<LineageRecord, Place | null>()

/** Where a record is shown; null where it is no run, or one of which nothing is known but its id. */
export function placeOf(record: LineageRecord): Place | null {
  const known = places.get(record)
  if (known !== undefined) return known
  const place = findPlace(record)
  places.set(record, place)
  return place
}

function findPlace({ orgId, sourceId, account, standing, isHeld }: LineageRecord): Place | null {
  if (standing === null || !(isSeen(account) || isHeld)) return null
  const executionId = executionIdOf(orgId, { sourceId, ...standing.of })
  const { task } = standing
  const taskRunId =
    task === null ? null : taskRunIdOf(executionId, task.nativeId, task.mapIndex, task.attempt)
  return { executionId, taskRunId }
}

/** What is to be told of a run, given what was told of it before; null where there is and was nothing. */
export function foldOfRecord(record: LineageRecord, book: LineageBook): RunFold | null {
  const { orgId, sourceId, key, self, account, standing } = record
  const stored = book.stored(record)
  const [place, before] = [placeOf(record), stored === null ? null : placeOf(stored)]
  if (standing === null || (place === null && before === null)) return null
  const run = { key, self, account, standing, parent: book.parentOf(record) }
  const said = place === null ? NOTHING : recogniseRun({ orgId, sourceId }, run)
  const isMoved =
    before !== null && (before.executionId !== place?.executionId || before.taskRunId !== place.taskRunId)
  // A DAG run may have spoken of tasks that it no longer speaks of.
  const mayTakeBack = isMoved || (stored !== null && runFacet(stored.account, 'airflowState').isThere)
  const earlier = before === null ? [] : [before.executionId]
  return {
    orgId,
    origin: `openlineage:${key}`,
    ...said,
    previousExecutionIds: mayTakeBack ? earlier : [],
    storedExecutionIds: said.executions.length > 0 ? earlier : [],
    startedAt: beginOf(account),
  }
}

const NOTHING: RecognisedRun = { executions: [], taskRuns: [], keys: [], references: [] }
