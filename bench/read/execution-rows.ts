import { executionIdOf } from '@/lib/executions/identity'
import { type ExecutionFact, PRECEDENCE } from '@/lib/model/fact'
import { isBroken, type State } from '@/lib/model/state'
import { pick } from '../generator/random'
import type { Flow } from './company'
import type { CopyTarget } from './copy-target'
import { errorOf } from './errors'
import { randomHex, uuidOf } from './random-id'
import { addSpans } from './span-rows'
import { addTaskRuns } from './task-rows'

/** Where the rows go, by table. */
export type Targets = Record<'executions' | 'task_runs' | 'traces' | 'spans' | 'log_records', CopyTarget>

/** What all rows of one execution are made from. */
export type Run = {
  orgId: string
  flow: Flow
  id: string
  nativeId: string
  state: State
  startMs: number
  /** Null while it runs. */
  endMs: number | null
  /** When the last of it came in. */
  seenMs: number
  error: { type: string; message: string } | null
  failedTask: number | null
  traceHex: string
  rootSpan: string
}

const PEOPLE: [string, ...string[]] = ['ada', 'grace', 'linus', 'margaret', 'edsger', 'barbara']
const BRANCHES: [string, ...string[]] = ['main', 'main', 'main', 'release', 'feature/prices']

/** Adds the rows of one execution that started then. */
export function addExecution(
  to: Targets,
  random: () => number,
  about: {
    orgId: string
    flow: Flow
    startMs: number
    nowMs: number
    index: number
    hasSteps: boolean
    spans: number
  },
): void {
  const run = runOf(random, about)
  addRow(to.executions, random, run, about.startMs)
  if (about.hasSteps) addTaskRuns(to.task_runs, random, run)
  if (about.spans > 0) addSpans(to, random, run, about.spans)
}

/** One execution of the flow as chance wants it. */
export function runOf(
  random: () => number,
  {
    orgId,
    flow,
    startMs,
    nowMs,
    index,
  }: { orgId: string; flow: Flow; startMs: number; nowMs: number; index: number },
): Run {
  const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const durationMs = Math.max(20, Math.round(flow.medianMs * Math.exp(flow.sigma * gauss)))
  const endMs = startMs + durationMs > nowMs ? null : startMs + durationMs
  const state = endMs === null ? 'running' : endState(random, flow)
  const nativeId = `run-${index.toString(36)}-${randomHex(random, 1)}`
  const identity = {
    sourceId: flow.source.id,
    namespace: flow.namespace,
    flow: flow.name,
    nativeId,
    attempt: 1,
  }
  return {
    orgId,
    flow,
    id: executionIdOf(orgId, identity),
    nativeId,
    state,
    startMs,
    endMs,
    seenMs: Math.min(nowMs, (endMs ?? startMs) + 1_500),
    error: isBroken(state) ? errorOf(random) : null,
    failedTask: isBroken(state) && flow.tasks.length > 0 ? Math.floor(random() * flow.tasks.length) : null,
    traceHex: randomHex(random, 8),
    rootSpan: randomHex(random, 4),
  }
}

function endState(random: () => number, flow: Flow): State {
  const draw = random()
  if (draw < flow.failRate) return random() < 0.12 ? 'timed_out' : 'failed'
  if (draw > 0.985) return 'cancelled'
  if (draw > 0.975) return 'skipped'
  return draw > 0.965 ? 'warning' : 'success'
}

export const EXECUTION_COLUMNS = [
  'org_id',
  'id',
  'source_id',
  'flow_id',
  'team_id',
  'native_id',
  'attempt',
  'title',
  'dialect',
  'state',
  'native_state',
  'occurred_at',
  'queued_at_unix_nano',
  'started_at_unix_nano',
  'ended_at_unix_nano',
  'duration_ms',
  'trigger',
  'actor',
  'commit',
  'branch',
  'version',
  'environment',
  'error_type',
  'error_message',
  'failed_task',
  'labels',
  'transitions',
  'links',
  'trace_id',
  'span_id',
  'facts',
  'revision',
  'received_at',
  'updated_at',
]

/** The row of the execution itself. */
export function addRow(to: CopyTarget, random: () => number, run: Run, startMs: number): void {
  const fact = factOf(random, run)
  const facts = JSON.stringify({ [`trace:${run.traceHex}`]: fact })
  const at = new Date(startMs).toISOString()
  const seen = new Date(run.seenMs).toISOString()
  to.add([
    run.orgId,
    run.id,
    run.flow.source.id,
    run.flow.id,
    run.flow.source.team.id,
    run.nativeId,
    1,
    null,
    fact.dialect,
    run.state,
    run.state,
    at,
    fact.queuedAt,
    fact.startedAt,
    fact.endedAt,
    run.endMs === null ? null : run.endMs - startMs,
    fact.trigger,
    fact.actor,
    fact.commit,
    fact.branch,
    fact.version,
    run.flow.source.environment,
    run.error?.type ?? null,
    run.error?.message ?? null,
    fact.failedTask,
    JSON.stringify(fact.labels),
    JSON.stringify(fact.states),
    '[]',
    uuidOf(run.traceHex),
    `\\x${run.rootSpan}`,
    facts,
    1,
    seen,
    seen,
  ])
}

export const nano = (ms: number): string => `${Math.round(ms)}000000`

function factOf(random: () => number, run: Run): ExecutionFact {
  const { flow, state, startMs, endMs, error } = run
  const states = [
    { state: 'running' as State, word: 'running', at: nano(startMs), precedence: PRECEDENCE.word },
  ]
  if (endMs !== null) states.push({ state, word: state, at: nano(endMs), precedence: PRECEDENCE.word })
  const failed = run.failedTask === null ? undefined : flow.tasks[run.failedTask]
  return {
    executionId: run.id,
    sourceId: flow.source.id,
    namespace: flow.namespace,
    flow: flow.name,
    nativeId: run.nativeId,
    attempt: 1,
    title: null,
    dialect: flow.source.kind,
    states,
    queuedAt: nano(startMs - Math.floor(random() * 4_000)),
    startedAt: nano(startMs),
    endedAt: endMs === null ? null : nano(endMs),
    errors: error === null ? [] : [{ ...error, at: nano(endMs ?? startMs), spanId: run.rootSpan, rank: 1 }],
    failedTask: failed ?? null,
    trigger: flow.trigger,
    actor: flow.trigger === 'schedule' ? null : pick(random, PEOPLE),
    commit: randomHex(random, 10),
    branch: pick(random, BRANCHES),
    // A new version of everything each Tuesday and Thursday or so.
    version: `2026.11.${Math.floor(startMs / (3.5 * 86_400_000)) % 100}`,
    environment: flow.source.environment,
    url: null,
    labels: { tier: `${flow.name.length % 3}`, region: flow.name.includes('eu') ? 'eu' : 'us' },
    links: [],
    traceId: run.traceHex,
    spanId: run.rootSpan,
  }
}
