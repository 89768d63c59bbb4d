import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { pythonParts } from './python'
import { byName, isNothing, isObject, listOf, unordered, without, yamlObject } from './yaml-text'

/**
 * Deployments of Prefect. `prefect.yaml` and what the API says of a deployment are brought to one form, so that what was
 * deployed from the file means the same as the file.
 */
export function prefectParts(text: string): Parts {
  if (isPrefectPython(text)) return pythonParts(text)
  const value = yamlObject(text)
  if (Array.isArray(value.deployments)) {
    const build = without(value, 'deployments', 'name', 'prefect-version')
    const deployments = listOf(value.deployments).filter(isObject).map(deploymentParts)
    return { ...build, deployments: byName(deployments, 'name') }
  }
  return deploymentParts(value)
}

/** True for a script of flows, where a file of deployments might be. */
export const isPrefectPython = (text: string): boolean =>
  /^(?:@flow|from\s+prefect|import\s+prefect)/m.test(text)

/** One deployment, whichever way it is written. Its steps of pulling belong to the file, and to the API alike. */
export function deploymentParts(of: Parts): Parts {
  const pool = isObject(of.work_pool) ? of.work_pool : {}
  const limit = isObject(of.concurrency_limit) ? of.concurrency_limit : {}
  const limits = isObject(of.global_concurrency_limit) ? of.global_concurrency_limit : {}
  const parts: Parts = {
    name: of.name ?? null,
    entrypoint: of.entrypoint ?? null,
    description: of.description ?? null,
    parameters: of.parameters ?? null,
    tags: unordered(of.tags),
    schedules: schedulesOf(of),
    paused: of.paused === true ? true : null,
    work_pool: pool.name ?? of.work_pool_name ?? null,
    work_queue: named(pool.work_queue_name ?? of.work_queue_name),
    job_variables: pool.job_variables ?? of.job_variables ?? of.infra_overrides ?? null,
    concurrency_limit: limit.limit ?? limits.limit ?? asNumber(of.concurrency_limit),
    collision_strategy:
      limit.collision_strategy ??
      (isObject(of.concurrency_options) ? (of.concurrency_options.collision_strategy ?? null) : null),
    triggers: of.triggers ?? null,
    pull: of.pull ?? of.pull_steps ?? null,
    enforce_parameter_schema: of.enforce_parameter_schema === false ? false : null,
  }
  return without(parts)
}

const asNumber = (value: Json | undefined): Json => (typeof value === 'number' ? value : null)

/** The queue of a pool that is there without anybody having asked for it. */
const named = (queue: Json | undefined): Json => (queue === undefined || queue === 'default' ? null : queue)

function schedulesOf(of: Parts): Json {
  const single = isObject(of.schedule) ? [of.schedule] : []
  const listed = Array.isArray(of.schedules) ? listOf(of.schedules) : single
  return unordered(listed.filter(isObject).map(scheduleParts))
}

function scheduleParts(of: Parts): Json {
  const when = isObject(of.schedule) ? of.schedule : of
  const parts: Parts = {
    cron: when.cron ?? null,
    interval: when.interval ?? null,
    rrule: when.rrule ?? null,
    timezone: when.timezone === 'UTC' ? null : (when.timezone ?? null),
    // Without an interval an anchor has no meaning.
    anchor_date: isNothing(when.interval) ? null : (when.anchor_date ?? null),
    day_or: when.day_or === false ? false : null,
    slug: of.slug ?? null,
    parameters: of.parameters ?? null,
    active: of.active === false ? false : null,
  }
  return without(parts)
}

/** The flow that a deployment is of: Prefect makes its name of the function's, where it has none of its own. */
export function prefectFlowName({ flow_name, entrypoint }: Parts): string | null {
  if (typeof flow_name === 'string' && flow_name !== '') return flow_name
  const called = typeof entrypoint === 'string' ? /[:.]([\w-]+)$/.exec(entrypoint)?.[1] : undefined
  return called === undefined ? null : called.replaceAll('_', '-')
}
