import type { Client } from 'pg'
import { failedTaskOf } from '@/lib/executions/failed-task'
import type { ErrorObservation, ExecutionFact, TaskFact } from '@/lib/model/fact'
import { isBroken, type State } from '@/lib/model/state'
import { foldExecutions } from './fold-executions'
import type { TraceFold } from './fold-facts'
import type { OwnerBook } from './fold-owners'
import type { SourceBook } from './fold-sources'

/** Key in the facts of an execution of what follows from its task runs. */
const ORIGIN = 'task runs'

// An execution of ten thousand mapped tasks is as well understood from its first two thousand.
const MOST_TASKS = 2_000

const READ = `
  select w.org_id as "orgId", w.id as "executionId", e.facts, t.tasks
  from unnest($1::uuid[], $2::uuid[]) as w(org_id, id)
  join executions e on e.org_id = w.org_id and e.id = w.id
  cross join lateral (
    select json_agg(json_build_object('id', t.id, 'parentId', t.parent_id, 'name', t.name, 'kind', t.kind,
      'mapIndex', t.map_index, 'attempt', t.attempt, 'state', t.state, 'word', t.native_state,
      'startedAt', t.started_at_unix_nano::text, 'endedAt', t.ended_at_unix_nano::text,
      'errorType', t.error_type, 'errorMessage', t.error_message) order by t.id) as tasks
    from (select * from task_runs t where t.org_id = w.org_id and t.execution_id = w.id limit ${MOST_TASKS}) t
  ) t`

// A task run that failed may get another name, or another one around it, from an event that says nothing of failing.
const SPOKEN_OF = `
  select e.org_id as "orgId", e.id as "executionId" from unnest($1::uuid[], $2::uuid[]) as w(org_id, id)
    join executions e on e.org_id = w.org_id and e.id = w.id
  where e.facts ? '${ORIGIN}'`

type Row = {
  id: string
  parentId: string | null
  name: string
  kind: string | null
  mapIndex: number | null
  attempt: number
  state: State
  word: string | null
  startedAt: string | null
  endedAt: string | null
  errorType: string | null
  errorMessage: string | null
}
type Found = {
  orgId: string
  executionId: string
  facts: Record<string, ExecutionFact>
  tasks: Row[] | null
}

/**
 * Says of executions which of their task runs failed first, and with what, where they were told task by task: no one
 * event knows that. To be called after the task runs were folded, in the same transaction.
 */
export async function foldFailedTasks(
  client: Client,
  folds: readonly TraceFold[],
  books: { sources: SourceBook; owners: OwnerBook },
  now: string,
): Promise<void> {
  await foldFailedTasksOf(client, await findFailedTasks(client, folds), books, now)
}

/** Executions of which a task run is told to have failed, or was: those that `foldFailedTasksOf` is to look at. */
export async function findFailedTasks(client: Client, folds: readonly TraceFold[]): Promise<Wanted> {
  const wanted = toldToHaveFailed(folds)
  await addSpokenOf(client, folds, wanted)
  return wanted
}

/** The same for executions that were found before. */
export async function foldFailedTasksOf(
  client: Client,
  wanted: Wanted,
  books: { sources: SourceBook; owners: OwnerBook },
  now: string,
): Promise<void> {
  if (wanted.size === 0) return
  const keys = [...wanted.values()]
  const found = await client.query<Found>({
    name: 'read-failed-tasks',
    text: READ,
    values: [keys.map(({ fold }) => fold.orgId), keys.map(({ executionId }) => executionId)],
  })
  const changed = found.rows.flatMap((row) => {
    const fold = wanted.get(`${row.orgId}/${row.executionId}`)?.fold
    const said = factOf(row)
    if (fold === undefined || (said === null && row.facts[ORIGIN] === undefined)) return []
    const change: TraceFold = {
      ...fold,
      origin: ORIGIN,
      adds: undefined,
      executions: said === null ? [] : [said],
      taskRuns: [],
      previousExecutionIds: [row.executionId],
    }
    return [change]
  })
  await foldExecutions(client, changed, books, now)
}

export type Wanted = Map<string, { fold: TraceFold; executionId: string }>

/** Adds executions of which something was said here before, and of whose task runs anything is told now. */
async function addSpokenOf(client: Client, folds: readonly TraceFold[], wanted: Wanted): Promise<void> {
  const others: Wanted = new Map()
  for (const fold of folds) {
    for (const { executionId } of fold.taskRuns) {
      const key = `${fold.orgId}/${executionId}`
      if (!wanted.has(key)) others.set(key, { fold, executionId })
    }
  }
  if (others.size === 0) return
  const keys = [...others.values()]
  const found = await client.query<{ orgId: string; executionId: string }>({
    name: 'read-executions-with-failed-tasks',
    text: SPOKEN_OF,
    values: [keys.map(({ fold }) => fold.orgId), keys.map(({ executionId }) => executionId)],
  })
  for (const { orgId, executionId } of found.rows) {
    const key = `${orgId}/${executionId}`
    const other = others.get(key)
    if (other !== undefined) wanted.set(key, other)
  }
}

/**
 * Executions of which a task run is told to have ended: broken, or well after all, which may take an earlier word back; and
 * those that an origin speaks of no more, which may have lost the task runs that something was said of.
 */
function toldToHaveFailed(folds: readonly TraceFold[]): Wanted {
  const wanted: Wanted = new Map()
  for (const fold of folds) {
    for (const { executionId, states, attempt } of fold.taskRuns) {
      const isOfInterest = states.some(({ state }) => isBroken(state)) || attempt > 1
      if (isOfInterest) wanted.set(`${fold.orgId}/${executionId}`, { fold, executionId })
    }
    if (fold.adds === true) continue
    const spokenOf = new Set([...fold.executions, ...fold.taskRuns].map(({ executionId }) => executionId))
    for (const executionId of fold.previousExecutionIds) {
      if (!spokenOf.has(executionId)) wanted.set(`${fold.orgId}/${executionId}`, { fold, executionId })
    }
  }
  return wanted
}

function factOf({ executionId, facts, tasks }: Found): ExecutionFact | null {
  const [own] = Object.entries(facts)
    .filter(([origin]) => origin !== ORIGIN)
    .map(([, fact]) => fact)
  const failed = failedTaskOf((tasks ?? []).map((row) => ({ fact: taskOf(executionId, row), row })))
  if (own === undefined || failed === null) return null
  const { sourceId, namespace, flow, nativeId, attempt, dialect } = own
  return {
    ...{ sourceId, namespace, flow, nativeId, attempt, dialect, executionId },
    ...SILENT,
    errors: failed.chain.flatMap(({ fact }) => fact.errors).slice(0, 1),
    failedTask: failed.path,
  }
}

const SILENT = {
  title: null,
  states: [],
  queuedAt: null,
  startedAt: null,
  endedAt: null,
  trigger: null,
  actor: null,
  commit: null,
  branch: null,
  version: null,
  environment: null,
  url: null,
  labels: {},
  links: [],
  traceId: null,
  spanId: null,
}

function taskOf(executionId: string, row: Row): TaskFact {
  const at = row.endedAt ?? row.startedAt ?? '0'
  const error: ErrorObservation[] =
    row.errorMessage === null
      ? []
      : [{ type: row.errorType, message: row.errorMessage, at, spanId: null, rank: 1 }]
  return {
    executionId,
    taskRunId: row.id,
    parentTaskRunId: row.parentId,
    name: row.name,
    kind: row.kind,
    nativeId: null,
    mapIndex: row.mapIndex,
    attempt: row.attempt,
    states: [{ state: row.state, word: row.word ?? row.state, at, precedence: 4 }],
    queuedAt: null,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    errors: error,
    worker: null,
    url: null,
    traceId: null,
    spanId: null,
  }
}
