import { cutText } from '@/lib/executions/cut-text'
import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import type { AttributeValue } from '../decoded'
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
  spanKeys: ['process.exit.code', 'process.command'],
  scopes: [OURS, ...OTHERS],
  mark(of) {
    const { attributes, parentSpanId, name } = of.span
    const isOurs = of.scope.name === OURS && attributes.has('process.command')
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
  const args = attributes.get('process.command_args')
  const words = Array.isArray(args) ? args.filter((word) => typeof word === 'string').join(' ') : null
  const line = textOf(attributes, 'process.command_line') ?? words ?? textOf(attributes, 'process.command')
  return {
    ...around,
    execution: ownRoot(of),
    labels: { ...around.labels, ...(line === null ? {} : { 'process.command_line': cutText(line, 200) }) },
    actor: textOf(attributes, 'process.owner', 'user.name') ?? undefined,
  }
}

function statesOf(of: SpanInContext): StateObservation[] | undefined {
  const { attributes } = of.span
  const precedence = PRECEDENCE.attribute
  const at = saidAt(of)
  const signal = textOf(attributes, 'process.exit.signal')
  if (signal !== null)
    return [{ state: STOPPED.has(signal) ? 'cancelled' : 'failed', word: signal, at, precedence }]
  const code = wholeOf(attributes, 'process.exit.code')
  if (code === null) return undefined
  return [{ state: code === 0 ? 'success' : 'failed', word: `exit ${code}`, at, precedence }]
}

/** What a command said last on stderr is mostly why it failed; else the last that it said at all. */
function errorsOf(of: SpanInContext): ErrorObservation[] | undefined {
  const { attributes, events, spanId, statusCode, statusMessage } = of.span
  const isFailed = statusCode === 2 || statesOf(of)?.some((each) => each.state === 'failed')
  if (!isFailed) return undefined
  // `runledger run` writes how it ended, then those words.
  const [, words] = /^(?:exit code \d+|ended by SIG\w+): (.+)$/s.exec(statusMessage ?? '') ?? []
  const stderr = events.map((event) => textOf(event.attributes, 'stderr')).find((text) => text !== null)
  const message = words ?? lastLine(stderr) ?? lastLine(attributes.get('runledger.output.tail'))
  return message === undefined ? undefined : [{ type: null, message, at: saidAt(of), spanId, rank: 2 }]
}

function lastLine(output: AttributeValue | undefined): string | undefined {
  const lines = typeof output === 'string' ? output.split('\n') : []
  return lines.map((line) => line.trim()).findLast((line) => line !== '')
}
