import { nativeKey, openLineageKey, traceKey } from '@/lib/executions/execution-key'
import { later } from '@/lib/executions/state'
import { factsOfTellings, type Teller, type ToldFacts, taskRunOfTelling } from '@/lib/executions/tell'
import type { ExecutionReference, ExecutionTelling, TaskTelling, ToldTask } from '@/lib/model/event'
import type { ExecutionFact, TaskFact, UnixNano } from '@/lib/model/fact'
import type { LineageAccount, Standing } from '@/lib/model/lineage'
import { dagRunStates, silentTasks } from './airflow'
import { errorsOf } from './errors'
import { isDagRun } from './roles'
import { courseOf } from './states'
import { surroundingsOf, taskSurroundingsOf } from './surroundings'
import { parentOf, type RunName, rootOf, runFacet } from './view'

export type LineageRun = {
  key: string
  self: RunName
  account: LineageAccount
  standing: Standing
  /** How the run stands that started this one; null where there is none. */
  parent: Standing | null
}

/** What a run says as one origin. */
export type RecognisedRun = {
  executions: ExecutionFact[]
  taskRuns: TaskFact[]
  keys: ToldFacts['keys']
  references: ToldFacts['references']
}

/** Facts of a run as it stands: of an execution, or of one task run. */
export function recogniseRun(of: { orgId: string; sourceId: string }, run: LineageRun): RecognisedRun {
  const teller: Teller = { ...of, dialect: run.standing.tool ?? run.account.heard?.tool ?? 'openlineage' }
  if (run.standing.task !== null) {
    const { taskRun, keys } = taskRunOfTelling(teller, taskTelling(run, run.standing.task))
    return { executions: [], taskRuns: [taskRun], keys, references: [] }
  }
  return factsOfTellings(teller, [executionTelling(run), ...silentTellings(run)])
}

/** The last time that anything was said of the run; the beginning of time for one that only others spoke of. */
export const lastSaid = (account: LineageAccount): UnixNano =>
  Object.values(account.types).reduce<UnixNano>((last, [, at]) => later(last, at) ?? last, '0')

function executionTelling({ self, account, standing, parent }: LineageRun): ExecutionTelling {
  const course = courseOf(account, isDagRun(account))
  return {
    about: 'execution',
    of: standing.of,
    at: lastSaid(account),
    states: [...course.states, ...dagRunStates(account)],
    startedAt: course.startedAt,
    endedAt: course.endedAt,
    errors: errorsOf(account),
    ...surroundingsOf(account),
    links: linksTo(parent),
    keys: keysOf(account, self),
    references: referencesOf(account, self),
  }
}

/** To an execution of which something is known; one that nobody has seen is met by its key when it comes. */
function linksTo(parent: Standing | null): ExecutionTelling['links'] {
  if (parent === null || !parent.isSeen) return []
  return [{ kind: 'parent', of: parent.of, evidence: PARENT }]
}

const PARENT = 'the facet "parent"'

function taskTelling({ self, account, standing, parent }: LineageRun, task: ToldTask): TaskTelling {
  const course = courseOf(account)
  return {
    about: 'task',
    execution: standing.of,
    of: task,
    at: lastSaid(account),
    name: standing.path.at(-1) ?? self.name,
    parent: parent?.task ?? undefined,
    states: course.states,
    startedAt: course.startedAt,
    endedAt: course.endedAt,
    errors: errorsOf(account),
    ...taskSurroundingsOf(account),
    keys: keysOf(account, self),
  }
}

/** Tasks that Airflow did not run, or whose operators say nothing: the DAG run's end tells their states. */
function silentTellings({ account, standing }: LineageRun): TaskTelling[] {
  if (!isDagRun(account)) return []
  return silentTasks(account).map(({ taskId, state, kind }) => ({
    about: 'task',
    execution: standing.of,
    of: { nativeId: taskId, mapIndex: null, attempt: 1 },
    at: state.at,
    name: taskId,
    kind,
    states: [state],
  }))
}

/** Names that others may know the run by: its id here, and what engines and traces call it. */
function keysOf(account: LineageAccount, self: RunName): string[] {
  const keys = [openLineageKey(self.runId)]
  const invocation = runFacet(account, 'dbt_run').at('invocation_id').text()
  // dbt makes its trace of it.
  if (invocation !== undefined && /^[0-9a-f-]{32,36}$/i.test(invocation)) keys.push(traceKey(invocation))
  const spark = runFacet(account, 'spark_applicationDetails').at('applicationId').text()
  if (spark !== undefined && !spark.startsWith('local-')) keys.push(nativeKey('spark', spark))
  const flink = runFacet(account, 'flink_job').at('jobId').text()
  if (flink !== undefined) keys.push(nativeKey('flink', flink))
  return keys
}

function referencesOf(account: LineageAccount, self: RunName): ExecutionReference[] {
  const references: ExecutionReference[] = []
  const parent = parentOf(account, self)
  if (parent !== null) references.push(certain('parent', parent.runId, PARENT))
  const root = rootOf(account)
  if (root !== null && root.runId !== self.runId)
    references.push(certain('root', root.runId, 'the root in the facet "parent"'))
  const query = runFacet(account, 'externalQuery')
  const queryId = query.at('externalQueryId').text()
  if (queryId !== undefined) {
    const key = nativeKey('query', query.at('source').text() ?? '', queryId)
    references.push({ kind: 'link', key, confidence: 'certain', evidence: 'the facet "externalQuery"' })
  }
  const dependencies = runFacet(account, 'jobDependencies')
  for (const [way, kind] of [
    ['upstream', 'triggered_by'],
    ['downstream', 'link'],
  ] as const) {
    for (const dependency of dependencies.at(way).items().slice(0, 20)) {
      const runId = dependency.at('run', 'runId').text()
      if (runId !== undefined) references.push(certain(kind, runId, `${way} in the facet "jobDependencies"`))
    }
  }
  return references
}

const certain = (kind: ExecutionReference['kind'], runId: string, evidence: string): ExecutionReference => ({
  kind,
  key: openLineageKey(runId),
  confidence: 'certain',
  evidence,
})
