import type { Client } from 'pg'
import { mergeTaskFacts } from '@/lib/executions/merge-facts'
import { projectTaskRun } from '@/lib/executions/project'
import type { TaskFact } from '@/lib/model/fact'
import { taskRuns } from '../schema/executions'
import type { FoldedExecution } from './fold-executions'
import { applyChange, type FactChange, rowKey, type TraceFold, taskRunChanges } from './fold-facts'
import { Recordset } from './write-recordset'

type Stored = { orgId: string; executionId: string; id: string; facts: Record<string, TaskFact> }
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
  const stored = await load(client, folds, fresh)
  const rows: Row[] = []
  const emptied: FactChange<TaskFact>[] = []
  for (const change of taskRunChanges(folds, stored.values())) {
    const before = stored.get(rowKey(change))?.facts ?? {}
    const { facts, isChanged } = applyChange(before, change, mergeTaskFacts)
    if (!isChanged) continue
    if (Object.keys(facts).length === 0) emptied.push(change)
    else rows.push({ ...projectTaskRun(facts), orgId: change.orgId, facts })
  }
  if (rows.length > 0)
    await client.query({ name: 'upsert-task-runs', text: UPSERT, values: [recordset.encode(rows)] })
  if (emptied.length > 0) {
    const keys = [emptied.map((row) => row.orgId), emptied.map((row) => row.executionId)]
    const values = [...keys, emptied.map((row) => row.id)]
    await client.query({ name: 'delete-task-runs', text: DELETE, values })
  }
}

/** The rows that may change. An execution whose row is new has none. */
async function load(
  client: Client,
  folds: readonly TraceFold[],
  fresh: ReadonlySet<string>,
): Promise<Map<string, Stored>> {
  const stored = new Map<string, Stored>()
  const byId = folds.flatMap((fold) =>
    fold.taskRuns
      .filter((fact) => !fresh.has(`${fold.orgId}/${fact.executionId}`))
      .map((fact) => [fold.orgId, fact.executionId, fact.taskRunId]),
  )
  const whole = folds.filter((fold) => fold.adds !== true)
  const byOrigin = whole.flatMap((fold) =>
    fold.previousExecutionIds.map((executionId) => [fold.orgId, executionId, fold.origin]),
  )
  await loadInto(client, stored, 'load-task-runs', LOAD_BY_ID, byId)
  await loadInto(client, stored, 'load-task-runs-of-origin', LOAD_BY_ORIGIN, byOrigin)
  return stored
}

async function loadInto(
  client: Client,
  stored: Map<string, Stored>,
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
