import { type BadChange, badChangeBefore, commitsOf } from './commits'
import { flowKey, SAMPLE_SOURCES, type SampleSourceKey } from './company'
import { SAMPLE_FLOWS } from './flows/all-flows'
import { type Happening, happen, type World } from './happening'
import { randomOf } from './random'
import { startsOf } from './starts'
import { exportRequest, type Signal, spanIdOf, type Told, traceIdOf } from './telling'
import { tellAirflow, workerSpanId } from './tools/airflow'
import { tellDbt } from './tools/dbt'
import { tellGithubActions } from './tools/github-actions'
import { tellKestra } from './tools/kestra'
import { tellService } from './tools/service'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
export const SAMPLE_DAYS = 14

/** Fourteen days of the company up to a moment, oldest execution first; the same for the same seed and moment. */
export function simulate(seed: string, nowMs: number): { happenings: Happening[]; bad: BadChange } {
  const fromMs = nowMs - SAMPLE_DAYS * DAY_MS
  const bad = badChangeBefore(nowMs, seed)
  const commits = commitsOf(seed, fromMs, nowMs, bad)
  const world: World = {
    seed,
    nowMs,
    bad,
    commits,
    flows: new Map(SAMPLE_FLOWS.map((flow) => [flowKey(flow), flow])),
  }
  const happenings = SAMPLE_FLOWS.flatMap((flow) =>
    startsOf(flow, { seed, fromMs, untilMs: nowMs, commits }).flatMap((start) => {
      const first = happen(world, flow, start)
      return [first, ...rerunOf(world, first)]
    }),
  )
  return {
    bad,
    happenings: happenings
      .filter(({ endMs }) => endMs < nowMs)
      .sort((a, b) => a.startMs - b.startMs || (a.key < b.key ? -1 : 1)),
  }
}

/** People run a failed workflow again when they do not believe it. */
function rerunOf(world: World, first: Happening): Happening[] {
  const isActions = SAMPLE_SOURCES[first.flow.source].tool === 'github-actions'
  const isBroken = first.startMs >= world.bad.mergedMs && first.startMs < world.bad.revertedMs
  const random = randomOf(first.key, 'rerun')
  if (!isActions || first.outcome !== 'failed' || isBroken || random() >= 0.5) return []
  const atMs = first.endMs + Math.round((2 + random() * 25) * MINUTE_MS)
  const again = happen(world, first.flow, { atMs, commit: first.commit }, 2)
  // The same run of the tool, an attempt later.
  return [{ ...again, key: `${first.key.replace(/\/\d+$/, '')}/2`, actor: first.actor }]
}

/** How many executions come of it. */
export const executionsIn = (happenings: readonly Happening[]): number =>
  happenings.reduce((sum, { child }) => sum + (child === null ? 1 : 2), 0)

/** What is told of an execution, and of what it started. */
export function tell(happening: Happening): Told[] {
  const { tool } = SAMPLE_SOURCES[happening.flow.source]
  if (tool === 'dbt') return [tellDbt(happening, null)]
  if (tool === 'github-actions') return [tellGithubActions(happening)]
  if (tool === 'kestra') return [tellKestra(happening)]
  if (tool === 'service') return [tellService(happening)]
  const { child, key } = happening
  const told = [tellAirflow(happening)]
  if (child !== null) {
    const task = happening.steps.findLast((step) => step.name === child.task)
    const spanId = task === undefined ? spanIdOf(key) : workerSpanId(key, task)
    told.push(tellDbt(child.happening, { traceId: traceIdOf(key), spanId }))
  }
  return told
}

export type SampleRequest = { source: SampleSourceKey; signal: Signal; items: number; body: unknown }

/** The export requests of some executions: one of each source and signal. */
export function requestsOf(happenings: readonly Happening[]): SampleRequest[] {
  const bySource = new Map<SampleSourceKey, Told[]>()
  for (const told of happenings.flatMap(tell)) {
    const before = bySource.get(told.source)
    if (before === undefined) bySource.set(told.source, [told])
    else before.push(told)
  }
  return [...bySource].flatMap(([source, told]) =>
    (['traces', 'logs'] as const).flatMap((signal) => {
      const body = exportRequest(signal, told)
      const items = told.reduce(
        (sum, one) => sum + (signal === 'traces' ? one.spans.length : one.logs.length),
        0,
      )
      return body === null ? [] : [{ source, signal, items, body }]
    }),
  )
}
