import { cutText } from '@/lib/executions/cut-text'
import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { textOf, wholeOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { ownRoot } from './own-root'
import { saidAt, surroundings } from './surroundings'

const OURS = 'runledger-cli'
const OTHERS = ['otel-cli', 'otel-cli/exec', 'run-with-telemetry']

/** Signals by which somebody stopped a command, as opposed to those that it broke with. */
const STOPPED = new Set(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])

/**
 * A command that was wrapped: by `runledger run -- command`, always an execution, whatever started it; by otel-cli or
 * krzko/run-with-telemetry, a step of what it lies in, or an execution if it lies in nothing.
 */
export const command: Dialect = {
  name: 'command',
  spanKeys: ['runledger.execution.name', 'process.exit.code', 'process.command'],
  scopes: [OURS, ...OTHERS],
  mark(of) {
    const { attributes, parentSpanId, name } = of.span
    const isOurs = of.scope.name === OURS && attributes.has('runledger.execution.name')
    const isCommand = OTHERS.includes(of.scope.name ?? '') || attributes.has('process.exit.code')
    if (
      !isOurs &&
      !(isCommand && (attributes.has('process.command') || of.scope.name === 'run-with-telemetry'))
    )
      return null
    const common = {
      dialect: isOurs ? OURS : command.name,
      sourceId: of.source.sourceId,
      states: statesOf(of),
      errors: errorsOf(of),
    }
    if (!isOurs && parentSpanId !== null) {
      return {
        ...common,
        role: 'task',
        task: { nativeId: null, name, kind: 'command', mapIndex: null, attempt: 1 },
      }
    }
    return { ...common, role: 'execution', adopts: true, ...markExecution(of) }
  },
}

function markExecution(of: SpanInContext): Partial<SpanMark> {
  const { attributes } = of.span
  const around = surroundings(of)
  const line = textOf(attributes, 'process.command_line', 'process.command')
  const root = ownRoot(of)
  return {
    ...around,
    execution: { ...root, flow: textOf(attributes, 'runledger.execution.name') ?? root.flow },
    labels: { ...around.labels, ...(line === null ? {} : { 'process.command_line': cutText(line, 200) }) },
    actor: textOf(attributes, 'process.owner', 'user.name') ?? undefined,
  }
}

function statesOf(of: SpanInContext): StateObservation[] | undefined {
  const { attributes } = of.span
  const precedence = PRECEDENCE.attribute
  const at = saidAt(of)
  const signal = textOf(attributes, 'runledger.exit.signal', 'process.exit.signal')
  if (signal !== null)
    return [{ state: STOPPED.has(signal) ? 'cancelled' : 'failed', word: signal, at, precedence }]
  const code = wholeOf(attributes, 'process.exit.code')
  if (code === null) return undefined
  return [{ state: code === 0 ? 'success' : 'failed', word: `exit ${code}`, at, precedence }]
}

/** What a command said last before it failed is the best there is. */
function errorsOf(of: SpanInContext): ErrorObservation[] | undefined {
  const { attributes, events, spanId } = of.span
  const said = events.map((event) => textOf(event.attributes, 'stderr')).find((text) => text !== null)
  const tail = attributes.get('runledger.output.tail')
  const lines = (typeof tail === 'string' ? tail : (said ?? '')).split('\n').map((line) => line.trim())
  const message = lines.findLast((line) => line !== '')
  const isFailed = of.span.statusCode === 2 || statesOf(of)?.some((each) => each.state === 'failed')
  if (message === undefined || !isFailed) return undefined
  return [{ type: null, message, at: saidAt(of), spanId, rank: 2 }]
}
