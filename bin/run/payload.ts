import os from 'node:os'
import type { OutputLine } from './output-tail'
import type { TraceContext } from './trace-context'

/** A command as an execution: what is known at its start, and at its end. */
export type CommandRun = {
  flow: string
  service: string
  command: string
  args: string[]
  context: TraceContext
  startedAtMs: number
  end: {
    atMs: number
    exitCode: number | null
    signal: string | null
    failure: string | null
    tail: OutputLine[]
  } | null
}

type Value = { stringValue: string } | { intValue: string } | { arrayValue: { values: Value[] } }

const SCOPE = { name: 'runledger-cli' }
const TAIL_CHARACTERS_MAX = 8_000
const KIND_INTERNAL = 1
const [STATUS_UNSET, STATUS_ERROR] = [0, 2]
const SEVERITY_INFO = 9

/** The OTLP/JSON request that tells of the run; sent at its start (an end of 0 says it is open) and again at its end. */
export function spanRequest(run: CommandRun): unknown {
  const { context, end } = run
  const span = {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(context.parentSpanId === null ? {} : { parentSpanId: context.parentSpanId }),
    ...(context.traceState === null ? {} : { traceState: context.traceState }),
    name: run.flow,
    kind: KIND_INTERNAL,
    startTimeUnixNano: nano(run.startedAtMs),
    endTimeUnixNano: end === null ? '0' : nano(end.atMs),
    attributes: attributesOf(run),
    status: statusOf(run),
  }
  return { resourceSpans: [{ resource: resourceOf(run), scopeSpans: [{ scope: SCOPE, spans: [span] }] }] }
}

/** The OTLP/JSON request with the last lines of output; null when there were none. */
export function logRequest(run: CommandRun): unknown {
  const lines = run.end?.tail ?? []
  if (lines.length === 0) return null
  const logRecords = lines.map((line) => ({
    timeUnixNano: nano(line.atMs),
    observedTimeUnixNano: nano(line.atMs),
    severityNumber: SEVERITY_INFO,
    body: { stringValue: line.text },
    attributes: [text('log.iostream', line.stream)],
    traceId: run.context.traceId,
    spanId: run.context.spanId,
  }))
  return { resourceLogs: [{ resource: resourceOf(run), scopeLogs: [{ scope: SCOPE, logRecords }] }] }
}

const resourceOf = (run: CommandRun) => ({
  attributes: [text('service.name', run.service), text('host.name', os.hostname())],
})

function attributesOf({ command, args, end }: CommandRun) {
  const values = [command, ...args].map((stringValue) => ({ stringValue }))
  const started = [
    text('process.command', command),
    { key: 'process.command_args', value: { arrayValue: { values } } },
  ]
  if (end === null) return started
  const tail = end.tail.map((line) => line.text).join('\n')
  return [
    ...started,
    ...(end.exitCode === null
      ? []
      : [{ key: 'process.exit.code', value: { intValue: String(end.exitCode) } }]),
    ...(end.signal === null ? [] : [text('process.exit.signal', end.signal)]),
    ...(tail === '' ? [] : [text('runledger.output.tail', tail.slice(-TAIL_CHARACTERS_MAX))]),
  ]
}

function statusOf({ end }: CommandRun) {
  if (end === null || (end.exitCode === 0 && end.failure === null)) return { code: STATUS_UNSET }
  const how = end.failure ?? (end.signal === null ? `exit code ${end.exitCode}` : `ended by ${end.signal}`)
  // What a command says last on stderr is mostly why it failed.
  const last = end.tail.findLast((line) => line.stream === 'stderr' && line.text.trim() !== '')?.text.trim()
  return { code: STATUS_ERROR, message: last === undefined ? how : `${how}: ${last}` }
}

const text = (key: string, stringValue: string): { key: string; value: Value } => ({
  key,
  value: { stringValue },
})

const nano = (ms: number): string => `${BigInt(Math.round(ms * 1000)) * 1000n}`
