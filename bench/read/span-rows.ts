import { pick } from '../generator/random'
import type { Run, Targets } from './execution-rows'
import { nano } from './execution-rows'
import { randomHex, randomUuid, uuidOf } from './random-id'

export const TRACE_COLUMNS = [
  'org_id',
  'trace_id',
  'started_at',
  'ended_at',
  'root_name',
  'root_service',
  'root_span_id',
  'source_ids',
  'team_ids',
  'execution_ids',
  'has_error',
  'is_marked',
  'updated_at',
]

export const SPAN_COLUMNS = [
  'org_id',
  'trace_id',
  'span_id',
  'started_at',
  'resource_id',
  'scope_id',
  'parent_span_id',
  'name',
  'kind',
  'start_unix_nano',
  'end_unix_nano',
  'status_code',
  'status_message',
  'flags',
  'attributes',
  'dropped_attributes_count',
  'dropped_events_count',
  'dropped_links_count',
  'mark',
  'received_at',
]

export const LOG_COLUMNS = [
  'org_id',
  'trace_id',
  'id',
  'occurred_at',
  'span_id',
  'resource_id',
  'scope_id',
  'time_unix_nano',
  'observed_unix_nano',
  'severity_number',
  'severity_text',
  'body_text',
  'attributes',
  'dropped_attributes_count',
  'flags',
  'received_at',
]

const OPERATIONS: [string, ...string[]] = [
  'SELECT orders',
  'INSERT staging',
  'GET /v1/customers',
  'PUT s3 object',
  'POST /v1/score',
  'publish message',
]

/** The trace of an execution: its own span, those of its steps and of the calls within, `count` on average. */
export function addSpans(to: Targets, random: () => number, run: Run, count: number): void {
  const endMs = run.endMs ?? run.seenMs
  addTrace(to, run)
  // One to twice the mean less one, so that the mean holds.
  const children = count <= 1 ? 0 : Math.round(random() * 2 * (count - 1))
  for (let n = 0; n < children; n++) {
    const startMs = run.startMs + ((endMs - run.startMs) * n) / children
    addSpan(to, run, {
      id: randomHex(random, 4),
      parent: run.rootSpan,
      name: run.flow.tasks[n] ?? pick(random, OPERATIONS),
      startMs,
      endMs: startMs + ((endMs - run.startMs) / children) * (0.3 + random() * 0.7),
      attributes: {
        'customer.id': `c-${Math.floor(random() * 20_000)}`,
        'db.system.name': 'postgresql',
        'http.response.status_code': random() < 0.03 ? 503 : 200,
        'task.name': run.flow.tasks[n] ?? 'call',
      },
      isBroken: run.error !== null && n === children - 1,
      mark: null,
    })
  }
  if (run.error !== null) addLogs(to, random, run)
}

/** The trace of an execution with the span that stands for it. */
export function addTrace(to: Pick<Targets, 'traces' | 'spans'>, run: Run): void {
  const endMs = run.endMs ?? run.seenMs
  const { source } = run.flow
  to.traces.add([
    run.orgId,
    uuidOf(run.traceHex),
    new Date(run.startMs).toISOString(),
    new Date(endMs).toISOString(),
    run.flow.name,
    run.flow.service,
    `\\x${run.rootSpan}`,
    `{${source.id}}`,
    `{${source.team.id}}`,
    `{${run.id}}`,
    run.error === null ? 0 : 1,
    1,
    new Date(run.seenMs).toISOString(),
  ])
  const mark = { dialect: source.kind, role: 'execution', sourceId: source.id }
  addSpan(to, run, {
    id: run.rootSpan,
    parent: null,
    name: run.flow.name,
    startMs: run.startMs,
    endMs: run.endMs,
    attributes: { 'cicd.pipeline.name': run.flow.name, 'cicd.pipeline.run.id': run.nativeId },
    isBroken: run.error !== null,
    mark: JSON.stringify(mark),
  })
}

type Span = {
  id: string
  parent: string | null
  name: string
  startMs: number
  endMs: number | null
  attributes: Record<string, string | number>
  isBroken: boolean
  mark: string | null
}

/** One span of the trace of an execution. */
export function addSpan(to: Pick<Targets, 'spans'>, run: Run, span: Span): void {
  const { source } = run.flow
  to.spans.add([
    run.orgId,
    uuidOf(run.traceHex),
    `\\x${span.id}`,
    new Date(span.startMs).toISOString(),
    source.resourceId,
    source.scopeId,
    span.parent === null ? null : `\\x${span.parent}`,
    span.name,
    span.parent === null ? 1 : 3,
    nano(span.startMs),
    span.endMs === null ? 0 : nano(span.endMs),
    span.isBroken ? 2 : 0,
    span.isBroken ? (run.error?.message ?? null) : null,
    1,
    JSON.stringify(span.attributes),
    0,
    0,
    0,
    span.mark,
    new Date(run.seenMs).toISOString(),
  ])
}

function addLogs(to: Targets, random: () => number, run: Run): void {
  const { source } = run.flow
  const lines: [number, string, string][] = [
    [9, 'INFO', `starting ${run.flow.name}`],
    [13, 'WARN', 'trying again in 5 s'],
    [17, 'ERROR', run.error?.message ?? 'failed'],
  ]
  for (const [at, [severity, word, body]] of lines.entries()) {
    const ms = run.startMs + (((run.endMs ?? run.seenMs) - run.startMs) * (at + 1)) / lines.length
    to.log_records.add([
      run.orgId,
      uuidOf(run.traceHex),
      randomUuid(random),
      new Date(ms).toISOString(),
      `\\x${run.rootSpan}`,
      source.resourceId,
      source.scopeId,
      nano(ms),
      nano(ms),
      severity,
      word,
      body,
      JSON.stringify({ 'code.function.name': 'execute' }),
      0,
      1,
      new Date(run.seenMs).toISOString(),
    ])
  }
}
