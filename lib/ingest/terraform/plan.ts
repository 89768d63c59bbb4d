import { urlKey } from '@/lib/executions/execution-key'
import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import type {
  DecodedRequest,
  ExecutionTelling,
  IncomingEvent,
  TaskTelling,
  ToldIdentity,
} from '@/lib/model/event'
import { PRECEDENCE, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import { observeRun, runKeys } from './run'

const MAX_CHANGES = 5_000
/** What stands around the plan to say of which run it is. */
const AROUND = [
  'organization',
  'workspace',
  'run_id',
  'status',
  'url',
  'commit',
  'branch',
  'actor',
  'started_by',
  'context',
] as const

/**
 * What `terraform show -json` says of a plan, with what it does not say around it (organization, workspace, run). Of the
 * plan only addresses, types and actions are kept: its values are where secrets are.
 */
export function decodePlan({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(reduced(new JsonReader(jsonBody(body))))
  const [organization, workspace, run] = ['organization', 'workspace', 'run_id'].map((name) =>
    of.at(name).text(),
  )
  if (organization === undefined || workspace === undefined || run === undefined) {
    const message =
      'A plan does not say of which run it is: send {"organization", "workspace", "run_id", "plan"}, as the guide does with jq.'
    return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: of.value }] }
  }
  const execution = toldIdentity(organization, workspace, run)
  const at = of.at('plan', 'timestamp').time() ?? receivedAt
  const word =
    of.at('status').text() ??
    (of.at('plan', 'errored').boolean() === true ? 'errored' : 'planned_and_finished')
  const changes = of.at('plan', 'resource_changes').items()
  const named = {
    key: contentKey(of.value),
    type: `plan.${word}`,
    at,
    subject: `${organization}/${workspace} · ${changes.length} changes`,
    body: of.value,
  }
  const tasks =
    word === 'applied' ? changes.flatMap((change) => changeTelling(change, execution, at) ?? []) : []
  return { events: [told(named, [planTelling(of, execution, word, at), ...tasks])], rejected: [] }
}

function planTelling(of: JsonReader, execution: ToldIdentity, word: string, at: UnixNano): ExecutionTelling {
  const url = of.at('url').text()
  const page = url === undefined ? null : urlKey(url)
  const keys = [...runKeys(execution.nativeId), ...(page === null ? [] : [page])]
  const version = of.at('plan', 'terraform_version').text()
  // A run of HCP Terraform's tells its own state.
  const state = execution.nativeId.startsWith('run-') ? null : observeRun(word, at)
  return {
    about: 'execution',
    of: execution,
    at,
    ...(state === null
      ? {}
      : {
          states: [state],
          ...inOrder({ startedAt: at, endedAt: isTerminal(state.state) ? at : undefined }),
        }),
    actor: of.at('actor').text(),
    commit: of.at('commit').text(),
    branch: of.at('branch').text(),
    url,
    labels: {
      ...countsOf(of.at('plan')),
      ...(version === undefined ? {} : { 'terraform.version': version }),
    },
    keys,
    references: mentionsIn(
      { started_by: of.at('started_by').value, context: of.at('context').value },
      'plan',
      keys,
    ),
  }
}

/** How many resources are to be created, changed and so on, and how many were found changed. */
function countsOf(plan: JsonReader): Record<string, string> {
  const counts = new Map<string, number>()
  for (const change of plan.at('resource_changes').items()) {
    const action = actionOf(change)
    if (action !== null) counts.set(`terraform.${action}`, (counts.get(`terraform.${action}`) ?? 0) + 1)
  }
  const drifted = plan.at('resource_drift').items().length
  if (drifted > 0) counts.set('terraform.drifted', drifted)
  return Object.fromEntries([...counts].map(([name, count]) => [name, String(count)]))
}

/** One word for the actions of a change; null where there is nothing to do. */
function actionOf(change: JsonReader): 'create' | 'update' | 'delete' | 'replace' | 'read' | 'forget' | null {
  const actions = change
    .at('change', 'actions')
    .items()
    .flatMap((action) => action.text() ?? [])
  if (actions.includes('create') && actions.includes('delete')) return 'replace'
  const [first] = actions
  return first === 'create' ||
    first === 'update' ||
    first === 'delete' ||
    first === 'read' ||
    first === 'forget'
    ? first
    : null
}

/** A resource that was changed, once the plan was applied. */
function changeTelling(change: JsonReader, execution: ToldIdentity, at: UnixNano): TaskTelling | null {
  const address = change.at('address').text()
  const action = actionOf(change)
  if (address === undefined || action === null) return null
  const deposed = change.at('deposed').text()
  const nativeId = toldIdentity(
    '',
    '',
    deposed === undefined ? address : `${address} (deposed ${deposed})`,
  ).nativeId
  return {
    about: 'task',
    execution,
    of: { nativeId, mapIndex: null, attempt: 1 },
    at,
    name: address,
    kind: [action, change.at('type').text()].filter((word) => word !== undefined).join(' '),
    states: [{ state: 'success', word: action, at, precedence: PRECEDENCE.eventType }],
  }
}

/** The upload without the values of resources, variables and outputs. The same of what is reduced already. */
function reduced(of: JsonReader): unknown {
  const plan = of.at('plan').isObject ? of.at('plan') : of
  const around = AROUND.flatMap((name) => (of.at(name).isThere ? [[name, of.at(name).value] as const] : []))
  const kept = [
    'format_version',
    'terraform_version',
    'timestamp',
    'errored',
    'applyable',
    'complete',
  ] as const
  return {
    ...Object.fromEntries(around),
    plan: {
      ...Object.fromEntries(
        kept.flatMap((name) => (plan.at(name).isThere ? [[name, plan.at(name).value] as const] : [])),
      ),
      resource_changes: plan.at('resource_changes').items().slice(0, MAX_CHANGES).map(withoutValues),
      resource_drift: plan.at('resource_drift').items().slice(0, MAX_CHANGES).map(withoutValues),
    },
  }
}

function withoutValues(change: JsonReader): Record<string, unknown> {
  const names = ['address', 'previous_address', 'type', 'deposed', 'action_reason'] as const
  const told = names.flatMap((name) => {
    const text = change.at(name).text()
    return text === undefined ? [] : [[name, text] as const]
  })
  const actions = change
    .at('change', 'actions')
    .items()
    .flatMap((action) => action.text() ?? [])
  return { ...Object.fromEntries(told), change: { actions } }
}
