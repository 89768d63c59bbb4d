import { nativeKey } from '@/lib/executions/execution-key'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import type { ExecutionReference, ExecutionTelling, ToldIdentity } from '@/lib/model/event'

/** Any execution of Kestra's by its id alone, which is unique: labels and outputs tell no more of it. */
export const kestraKey = (executionId: string): string => nativeKey('kestra', 'execution', executionId)

/**
 * Executions of the same Kestra. Who started it is told by the trigger (a sub-flow's, a flow trigger's); `parentId` and
 * `originalId` are not that, but what it replays.
 */
export function linksOf(execution: JsonReader, of: ToldIdentity, tenant: string | undefined) {
  const links: NonNullable<ExecutionTelling['links']> = []
  const trigger = execution.at('trigger')
  const by = trigger.at('variables')
  const [id, flow, namespace] = [by.at('executionId'), by.at('flowId'), by.at('namespace')].map((each) =>
    each.text(),
  )
  if (id !== undefined && flow !== undefined && namespace !== undefined && id !== of.nativeId) {
    const parent = toldIdentity(kestraNamespace(tenant, namespace), flow, id)
    links.push({
      kind: 'parent',
      of: parent,
      evidence: `trigger.variables.executionId of ${trigger.at('type').text() ?? 'its trigger'}`,
    })
  }
  for (const key of ['parentId', 'originalId'] as const) {
    const replayed = execution.at(key).text()
    if (replayed === undefined || replayed === of.nativeId) continue
    links.push({ kind: 'retry_of', of: { ...of, nativeId: replayed }, evidence: key })
  }
  return links
}

export const kestraNamespace = (tenant: string | undefined, namespace: string): string =>
  tenant === undefined ? namespace : `${tenant}/${namespace}`

/** Executions of other tools, or of this one by their id alone, that an execution names anywhere. */
export function referencesOf(
  execution: JsonReader,
  labels: ReadonlyMap<string, string>,
  outputs: { of: string; value: JsonReader }[],
  own: readonly string[],
): ExecutionReference[] {
  const found: ExecutionReference[] = outputs.flatMap(({ of, value }) => startedBy(of, value))
  const root = labels.get('system.correlationId')
  if (root !== undefined && !own.includes(kestraKey(root))) {
    found.push({
      kind: 'root',
      key: kestraKey(root),
      confidence: 'certain',
      evidence: 'label system.correlationId',
    })
  }
  const { trigger, inputs, variables } = {
    trigger: execution.at('trigger', 'variables').value,
    inputs: execution.at('inputs').value,
    variables: execution.at('variables').value,
  }
  const handed = { labels: Object.fromEntries(labels), inputs, trigger, variables }
  found.push(...mentionsIn(handed, '', own))
  found.push(
    ...mentionsIn(Object.fromEntries(outputs.map((each) => [each.of, each.value.value])), 'outputs', own),
  )
  return distinct(found)
}

/**
 * What a task started, by the ids that Kestra's plugins put into its outputs: Airbyte's `jobId` (its cloud's
 * `job.jobId`), Hightouch's and dbt Cloud's `runId`, a dbt invocation, a sub-flow's `executionId`. The outputs do not
 * say which plugin they are of, so an id is looked up among all that use its name.
 */
function startedBy(task: string, outputs: JsonReader): ExecutionReference[] {
  const child = (name: string, sure: ExecutionReference['confidence'], ...keys: string[]) =>
    keys.map(
      (key): ExecutionReference => ({
        kind: 'child',
        key,
        confidence: sure,
        evidence: `output ${name} of task ${task}`,
      }),
    )
  const found: ExecutionReference[] = []
  for (const [name, value] of [
    ['jobId', outputs.at('jobId')],
    ['job.jobId', outputs.at('job', 'jobId')],
  ] as const) {
    const job = value.count()
    if (job !== undefined) found.push(...child(name, 'likely', nativeKey('airbyte', 'job', job)))
  }
  const run = outputs.at('runId').count()
  if (run !== undefined) {
    found.push(
      ...child('runId', 'likely', nativeKey('hightouch', 'run', run), nativeKey('dbt', 'cloud-run', run)),
    )
  }
  const invocation = outputs.at('invocationId').text() ?? outputs.at('vars', 'invocationId').text()
  if (invocation !== undefined) {
    found.push(...child('invocationId', 'certain', nativeKey('dbt', 'invocation', invocation.toLowerCase())))
  }
  const subflow = outputs.at('executionId').text()
  if (subflow !== undefined) found.push(...child('executionId', 'certain', kestraKey(subflow)))
  return found
}

function distinct(references: ExecutionReference[]): ExecutionReference[] {
  const seen = new Map<string, ExecutionReference>()
  for (const each of references) {
    const name = `${each.kind} ${each.key}`
    if (!seen.has(name)) seen.set(name, each)
  }
  return [...seen.values()]
}
