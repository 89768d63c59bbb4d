import type { BadChange, SampleCommit } from './commits'
import { PEOPLE } from './commits'
import { flowKey, SAMPLE_SOURCES, type SampleFlow } from './company'
import { AMOUNT_ERRORS, type SampleError, usualErrorOf } from './errors'
import { aroundOne, oneOf, type Random, randomOf } from './random'

export type Outcome = 'success' | 'failed' | 'timed_out' | 'cancelled'

export type HappenedStep = {
  name: string
  startMs: number
  endMs: number
  outcome: Outcome | 'retrying' | 'skipped' | 'warning'
  attempt: number
  error: SampleError | null
}

/** One execution of a flow as it went, whichever tool tells of it. */
export type Happening = {
  flow: SampleFlow
  /** Apart from all others: what ids are made of. */
  key: string
  queuedMs: number
  startMs: number
  endMs: number
  outcome: Outcome
  attempt: number
  steps: HappenedStep[]
  commit: SampleCommit
  actor: string
  isManual: boolean
  /** What a task of it started in another tool. */
  child: { happening: Happening; task: string } | null
}

export type World = {
  seed: string
  nowMs: number
  bad: BadChange
  commits: readonly SampleCommit[]
  flows: ReadonlyMap<string, SampleFlow>
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const SLOW_FACTOR = 2.4

/** Everything that an execution needs to be told from: the same for the same world, flow, time and attempt. */
export function happen(
  world: World,
  flow: SampleFlow,
  start: { atMs: number; commit: SampleCommit | null },
  attempt = 1,
): Happening {
  const key = `${world.seed}/${flowKey(flow)}/${start.atMs}/${attempt}`
  const random = randomOf(key)
  const commit = start.commit ?? commitAt(world.commits, start.atMs)
  const isManual = start.commit === null && random() < 0.01
  const startMs = start.atMs + Math.round(1000 + random() * 9000)
  const outcome = outcomeOf(world, flow, startMs, attempt, random)
  const planned = flow.usualMs * aroundOne(random, 0.13) * slownessOf(world, flow, startMs)
  const steps = stepsOf(flow, startMs, planned, outcome, random)
  const child = childOf(world, flow, steps, commit, key)
  const endMs = Math.max(startMs + 1000, ...steps.map((step) => step.endMs)) + Math.round(random() * 900)
  return {
    flow,
    key,
    queuedMs: start.atMs,
    startMs,
    endMs,
    attempt,
    steps,
    commit,
    isManual,
    child,
    outcome: outcome.state,
    actor: start.commit === null ? oneOf(random, PEOPLE) : commit.author,
  }
}

type Planned = { state: Outcome; step: string | null; error: SampleError | null }

function outcomeOf(
  world: World,
  flow: SampleFlow,
  startMs: number,
  attempt: number,
  random: Random,
): Planned {
  const { bad } = world
  const isWhileBroken = startMs >= bad.mergedMs && startMs < bad.revertedMs
  const [luck, kind, place] = [random() * 100, random(), random()]
  if (isWhileBroken && flow.readsAmount !== undefined) {
    return { state: 'failed', step: flow.readsAmount, error: AMOUNT_ERRORS[SAMPLE_SOURCES[flow.source].tool] }
  }
  const isQuiet = startMs >= bad.dayMs && startMs < bad.dayMs + DAY_MS
  // That nothing else breaks that day makes the day easy to read. A person tries again when it is likely to help.
  if (isQuiet || luck >= flow.failing * (attempt > 1 ? 2 : 1))
    return { state: 'success', step: null, error: null }
  const step = flow.steps[Math.floor(place * flow.steps.length)] ?? null
  if (kind < 0.12 && SAMPLE_SOURCES[flow.source].tool === 'github-actions')
    return { state: 'cancelled', step, error: null }
  if (kind < 0.2 && SAMPLE_SOURCES[flow.source].tool === 'github-actions')
    return { state: 'timed_out', step, error: null }
  return { state: 'failed', step, error: usualErrorOf(SAMPLE_SOURCES[flow.source].tool, random) }
}

/** The warehouse was slow on the Monday before, and is a little slower when everybody works. */
function slownessOf(world: World, flow: SampleFlow, startMs: number): number {
  if (flow.isOnWarehouse !== true) return 1
  const slowDay = world.bad.dayMs - 3 * DAY_MS
  if (startMs >= slowDay && startMs < slowDay + DAY_MS) return SLOW_FACTOR
  const hour = new Date(startMs).getUTCHours()
  return hour >= 9 && hour < 17 ? 1.15 : 1
}

/** The steps one after another, each with its usual share of the whole; those behind a failed one are skipped. */
function stepsOf(
  flow: SampleFlow,
  startMs: number,
  durationMs: number,
  planned: Planned,
  random: Random,
): HappenedStep[] {
  const shares = flow.steps.map((name) => 0.25 + randomOf(flowKey(flow), name)() ** 2)
  const whole = shares.reduce((sum, share) => sum + share, 0)
  const steps: HappenedStep[] = []
  let at = startMs
  let isOver = false
  for (const [place, name] of flow.steps.entries()) {
    if (isOver) {
      steps.push({ name, startMs: at, endMs: at, outcome: 'skipped', attempt: 1, error: null })
      continue
    }
    const lastsMs = Math.max(
      20,
      Math.round(((shares[place] ?? 1) / whole) * durationMs * aroundOne(random, 0.08)),
    )
    const isLast = planned.step === name
    const tries = retriesOf(flow, random)
    let attempt = 1
    if (tries > 0 && !isLast) {
      const error = usualErrorOf(SAMPLE_SOURCES[flow.source].tool, random)
      const endMs = at + Math.round(lastsMs * 0.6)
      steps.push({ name, startMs: at, endMs, outcome: 'retrying', attempt: 1, error })
      attempt = 2
      at = endMs + MINUTE_MS
    }
    const endMs = at + Math.round(lastsMs * (isLast ? (planned.state === 'timed_out' ? 4 : 0.7) : 1))
    steps.push({
      name,
      startMs: at,
      endMs,
      outcome: isLast ? planned.state : 'success',
      attempt,
      error: isLast ? planned.error : null,
    })
    at = endMs + Math.round(random() * 400)
    isOver = isLast
  }
  return steps
}

/** Airflow tries a task again by itself now and then. */
function retriesOf(flow: SampleFlow, random: Random): number {
  const isRetried = random() < 0.02
  return SAMPLE_SOURCES[flow.source].tool === 'airflow' && flow.calls === undefined && isRetried ? 1 : 0
}

/** The child runs within its task, and fails where the task does. */
function childOf(
  world: World,
  flow: SampleFlow,
  steps: HappenedStep[],
  commit: SampleCommit,
  key: string,
): Happening['child'] {
  const { calls } = flow
  const task = steps.find((step) => step.name === calls?.task && step.outcome !== 'skipped')
  const called = calls === undefined ? undefined : world.flows.get(calls.flow)
  if (calls === undefined || task === undefined || called === undefined) return null
  const random = randomOf(key, 'child')
  const isBroken = task.outcome !== 'success'
  const isAmount = task.error === AMOUNT_ERRORS.airflow
  const planned: Planned = {
    state: isBroken ? 'failed' : 'success',
    step: isBroken ? (isAmount ? (called.readsAmount ?? null) : (called.steps.at(-1) ?? null)) : null,
    error: isBroken ? (isAmount ? AMOUNT_ERRORS.dbt : usualErrorOf('dbt', random)) : null,
  }
  const startMs = task.startMs + 1500
  const roomMs = Math.max(3000, task.endMs - task.startMs - 4000)
  const childSteps = stepsOf(called, startMs + 400, roomMs * 0.85, planned, random)
  const endMs = Math.min(task.endMs - 500, Math.max(...childSteps.map((step) => step.endMs)) + 300)
  const happening: Happening = {
    flow: called,
    key: `${key}/child`,
    queuedMs: startMs,
    startMs,
    endMs,
    attempt: 1,
    steps: childSteps,
    commit,
    actor: 'airflow',
    isManual: false,
    outcome: planned.state,
    child: null,
  }
  return { happening, task: calls.task }
}

function commitAt(commits: readonly SampleCommit[], atMs: number): SampleCommit {
  const found = commits.findLast((commit) => commit.atMs <= atMs) ?? commits[0]
  if (found === undefined) throw new Error('A company without a commit has nothing to run')
  return found
}
