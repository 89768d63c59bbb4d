import type { Client } from 'pg'
import { mergeTaskFacts } from '@/lib/executions/merge-facts'
import { projectTaskRun } from '@/lib/executions/project'
import type { TaskFact } from '@/lib/model/fact'
import { taskRuns } from '../schema/executions'
import type { FoldedExecution } from './fold-executions'
import { applyChange, type FactChange, rowKey, type TraceFold, taskRunChanges } from './fold-facts'
import { inOneGo } from './in-one-go'
import { Recordset } from './write-recordset'

type Stored = { orgId: string; executionId: string; id: string; facts: Record<string, TaskFact> }
/** Rows as they were read, by `rowKey`. */
export type StoredTaskRuns = Map<string, Stored>
type Row = ReturnType<typeof projectTaskRun> & { orgId: string; facts: Record<string, TaskFact> }

const recordset = new Recordset<Row>(taskRuns)

const UPSERT = `${recordset.insert}
  on conflict (org_id, execution_id, id) do update set ${recordset.excludedBut('org_id', 'execution_id', 'id')}`

const LOAD_BY_ID = `
  select t.org_id, t.execution_id, t.id, t.facts
  from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as w(org_id, execution_id, id)
    join task_runs t on t.org_id = w.org_id and t.execution_id = w.execution_id and t.id = w.id`

const LOAD_BY_ORIGIN = `
  select t.org_id, t.execution_id, t.id, t.facts
  from unnest($1::uuid[], $2::uuid[], $3::text[]) as w(org_id, execution_id, origin)
    join task_runs t on t.org_id = w.org_id and t.execution_id = w.execution_id and t.facts ? w.origin`

const DELETE = `
  delete from task_runs t using unnest($1::uuid[], $2::uuid[], $3::uuid[]) as w(org_id, execution_id, id)
  where t.org_id = w.org_id and t.execution_id = w.execution_id and t.id = w.id`

/** Writes what traces say into the rows of task runs. The executions they belong to are locked by this transaction. */
export async function foldTaskRuns(
  client: Client,
  folds: readonly TraceFold[],
  executions: readonly FoldedExecution[],
): Promise<void> {
  const fresh = new Set(executions.filter((each) => each.isNew).map((each) => `${each.orgId}/${each.id}`))
  await writeTaskRuns(client, folds, await loadTaskRuns(client, folds, fresh))
}

/** Writes what is said of task runs whose rows were read before. Sends everything before it waits. */
export async function writeTaskRuns(
  client: Client,
  folds: readonly TraceFold[],
  stored: StoredTaskRuns,
): Promise<void> {
  const rows: Row[] = []
  const emptied: FactChange<TaskFact>[] = []
  for (const change of taskRunChanges(folds, stored.values())) {
    const before = stored.get(rowKey(change))?.facts ?? {}
    const { facts, isChanged } = applyChange(before, change, mergeTaskFacts)
    if (!isChanged) continue
    if (Object.keys(facts).length === 0) emptied.push(change)
    else rows.push({ ...projectTaskRun(facts), orgId: change.orgId, facts })
  }
  await inOneGo(
    client,
    () => upsert(client, rows),
    () => remove(client, emptied),
  )
}

async function upsert(client: Client, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0)
    await client.query({ name: 'upsert-task-runs', text: UPSERT, values: [recordset.encode(rows)] })
}

async function remove(client: Client, emptied: readonly FactChange<TaskFact>[]): Promise<void> {
  if (emptied.length === 0) return
  const keys = [emptied.map((row) => row.orgId), emptied.map((row) => row.executionId)]
  const values = [...keys, emptied.map((row) => row.id)]
  await client.query({ name: 'delete-task-runs', text: DELETE, values })
}

/** The rows that may change. An execution whose row is new (`fresh`) has none. */
export async function loadTaskRuns(
  client: Client,
  folds: readonly TraceFold[],
  fresh: ReadonlySet<string> = new Set(),
): Promise<StoredTaskRuns> {
  const stored: StoredTaskRuns = new Map()
  const byId = folds.flatMap((fold) =>
    fold.taskRuns
      .filter((fact) => !fresh.has(`${fold.orgId}/${fact.executionId}`))
      .map((fact) => [fold.orgId, fact.executionId, fact.taskRunId]),
  )
  const whole = folds.filter((fold) => fold.adds !== true)
  const byOrigin = whole.flatMap((fold) =>
    fold.previousExecutionIds.map((executionId) => [fold.orgId, executionId, fold.origin]),
  )
  await inOneGo(
    client,
    () => loadInto(client, stored, 'load-task-runs', LOAD_BY_ID, byId),
    () => loadInto(client, stored, 'load-task-runs-of-origin', LOAD_BY_ORIGIN, byOrigin),
  )
  return stored
}

async function loadInto(
  client: Client,
  stored: StoredTaskRuns,
  name: string,
  text: string,
  keys: readonly string[][],
): Promise<void> {
  if (keys.length === 0) return
  type Found = { org_id: string; execution_id: string; id: string; facts: Stored['facts'] }
  const values = [0, 1, 2].map((part) => keys.map((each) => each[part]))
  const found = await client.query<Found>({ name, text, values })
  for (const { org_id: orgId, execution_id: executionId, id, facts } of found.rows) {
    const row = { orgId, executionId, id, facts }
    stored.set(rowKey(row), row)
  }
}
