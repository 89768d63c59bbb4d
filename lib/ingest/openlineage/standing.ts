import { airflowDeployment } from '@/lib/ingest/airflow/deployment'
import type { ToldIdentity, ToldTask } from '@/lib/model/event'
import type { LineageAccount, Standing } from '@/lib/model/lineage'
import { airflowRun, isDagRun, isTaskRun, toolOf } from './roles'
import { isSeen, parentOf, type RunName, runFacet } from './view'

/** Task runs within task runs are followed so far; what is deeper stands for itself. */
const MAX_DEPTH = 12

/**
 * What a run is: a task run of what its parent is, or an execution. A function of all that was said of it and of how its
 * parent stands.
 */
export function standingOf(
  key: string,
  self: RunName,
  account: LineageAccount,
  parentStanding: Standing | null,
): Standing {
  const tool = toolOf(account)
  const seen = isSeen(account)
  const parent = parentOf(account, self)
  if (
    parent !== null &&
    parentStanding !== null &&
    parentStanding.path.length < MAX_DEPTH &&
    isTaskRun(account, self, parent, parentStanding.tool)
  ) {
    const { executionKey, of, path } = parentStanding
    const name = taskName(account, self, parent)
    const task = taskOf(account, self, parent, tool)
    return { executionKey, of, task, path: [...path, name], tool, isSeen: seen }
  }
  return {
    executionKey: key,
    of: identityOf(account, self, tool),
    task: null,
    path: [],
    tool,
    isSeen: seen,
  }
}

/** Namespace and name of the job, and the tool's own id of the run where any event told it. */
function identityOf(account: LineageAccount, self: RunName, ownTool: string | null): ToldIdentity {
  const tool = ownTool ?? account.heard?.tool ?? null
  const heard = account.heard?.tool === tool ? account.heard : null
  const own = isDagRun(account) ? airflowRun(account) : null
  return {
    namespace: tool === 'airflow' ? airflowDeployment(self.namespace) : self.namespace,
    flow: self.name,
    nativeId: own?.nativeId ?? heard?.nativeId ?? self.runId,
    attempt: own?.attempt ?? heard?.attempt ?? 1,
  }
}

/** Airflow's own names for a try of a task; everywhere else the run is known by its id. */
function taskOf(account: LineageAccount, self: RunName, parent: RunName, tool: string | null): ToldTask {
  if (tool !== 'airflow') return { nativeId: self.runId, mapIndex: null, attempt: 1 }
  const instance = runFacet(account, 'airflow').at('taskInstance')
  return {
    nativeId: taskName(account, self, parent),
    mapIndex: instance.at('map_index').count() ?? null,
    attempt: instance.at('try_number').count(1) ?? 1,
  }
}

/** The name without what it is part of. */
function taskName(account: LineageAccount, self: RunName, parent: RunName): string {
  const told = runFacet(account, 'airflow').at('task', 'task_id').text()
  if (told !== undefined) return told.slice(0, 500)
  const prefix = `${parent.name}.`
  return self.name.startsWith(prefix) && self.name.length > prefix.length
    ? self.name.slice(prefix.length)
    : self.name
}
