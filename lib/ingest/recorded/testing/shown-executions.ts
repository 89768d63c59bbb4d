import type { Pool } from 'pg'
import type { State } from '@/lib/model/state'

/** A try of a task as people see it. */
export type ShownTask = {
  name: string
  kind?: string
  map?: number
  attempt: number
  state: State
  /** The first line. */
  error?: string
  reads?: string[]
  writes?: string[]
}

/** An execution as people see it, without what differs from run to run: ids, times, pages. */
export type ShownExecution = {
  flow: string
  namespace: string
  attempt: number
  state: State
  failedTask?: string
  error?: string
  trigger?: string
  /** Executions that it hangs together with: what kind, and the flow. */
  links?: string[]
  tasks: ShownTask[]
}

type Row = Omit<ShownExecution, 'tasks'> & { tasks: ShownTask[] }

const QUERY = `
  with shown as (
    select e.*, f.name as flow_name, f.namespace as flow_namespace from executions e
      join flows f on f.org_id = e.org_id and f.id = e.flow_id
    where e.source_id = $1
  )
  select flow_name as flow, flow_namespace as namespace, attempt, state, failed_task as "failedTask",
    error_message as error, trigger,
    (select array_agg(distinct edge order by edge) from (
      select r.kind || ' ' || f.name as edge from execution_references r
        join execution_keys k on k.org_id = r.org_id and k.key = r.key and k.execution_id <> r.execution_id
        join executions o on o.org_id = r.org_id and o.id = k.execution_id
        join flows f on f.org_id = o.org_id and f.id = o.flow_id
      where r.org_id = shown.org_id and r.execution_id = shown.id
      union
      select 'parent ' || f.name from executions o join flows f on f.org_id = o.org_id and f.id = o.flow_id
      where o.org_id = shown.org_id and o.id = shown.parent_id
      union
      select 'retry_of ' || f.name from executions o join flows f on f.org_id = o.org_id and f.id = o.flow_id
      where o.org_id = shown.org_id and o.id = shown.retry_of_id
    ) edges) as links,
    (select coalesce(json_agg(json_build_object('name', t.name, 'kind', t.kind, 'map', t.map_index,
        'attempt', t.attempt, 'state', t.state, 'error', t.error_message,
        'reads', (select array_agg(d.name order by d.name) from lineage_records l
          join lineage_uses u on u.org_id = l.org_id and u.record_key = l.key and u.direction = 'input'
          join lineage_datasets d on d.org_id = u.org_id and d.id = u.dataset_id
          where l.org_id = t.org_id and l.task_run_id = t.id),
        'writes', (select array_agg(d.name order by d.name) from lineage_records l
          join lineage_uses u on u.org_id = l.org_id and u.record_key = l.key and u.direction = 'output'
          join lineage_datasets d on d.org_id = u.org_id and d.id = u.dataset_id
          where l.org_id = t.org_id and l.task_run_id = t.id)
      ) order by t.name, t.map_index, t.attempt, t.state, t.error_message), '[]')
      from task_runs t where t.org_id = shown.org_id and t.execution_id = shown.id) as tasks
  from shown order by flow_namespace, flow_name, coalesce(started_at_unix_nano, 0), native_id`

/** Everything that a source's executions came to, in the order of their flows and starts. */
export async function shownExecutions(pool: Pool, sourceId: string): Promise<ShownExecution[]> {
  const { rows } = await pool.query<Row>(QUERY, [sourceId])
  return rows.map(({ tasks, ...execution }) => ({
    ...told(execution),
    tasks: tasks.map(told),
  }))
}

/** Without what is not there, and errors by their first line: the rest holds paths and ids. */
function told<Shown extends { error?: string | null }>(shown: Shown): Shown {
  const said = { ...shown, ...(shown.error ? { error: shown.error.split('\n')[0] } : {}) }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as Shown
}
