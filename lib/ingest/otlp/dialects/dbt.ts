import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { textOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { serviceOf } from './own-root'
import { observe, type StateWords } from './state-words'
import { saidAt, surroundings } from './surroundings'

const WORDS: StateWords = {
  node_outcome_success: 'success',
  node_outcome_error: 'failed',
  node_outcome_canceled: 'cancelled',
  node_outcome_skipped: 'skipped',
}

/** A test that ran well can still have found something. */
const TEST_WORDS: StateWords = {
  test_outcome_passed: 'success',
  test_outcome_warned: 'warning',
  test_outcome_failed: 'failed',
}

const WARNING_KEYS = ['node_warning_outcome', 'warning_outcome']

/**
 * dbt 2 (Fusion), whose attributes have no namespace: one invocation, and a span for each node it processed. The
 * status of a skipped node is OK and of a cancelled one ERROR, so the outcome counts.
 */
export const dbt: Dialect = {
  name: 'dbt',
  spanKeys: ['invocation_id', 'raw_command', 'node_outcome', 'unique_id', 'node_type'],
  mark(of) {
    const { attributes, name } = of.span
    if (attributes.has('invocation_id') && (attributes.has('raw_command') || / invocation \(/.test(name))) {
      return markInvocation(of)
    }
    if (attributes.has('unique_id') && (attributes.has('node_type') || attributes.has('node_outcome'))) {
      return /^Node evaluated/.test(name) ? noise(of) : markNode(of)
    }
    return /^(Phase executed|Query executed|Node evaluated)\b/.test(name) && attributes.has('unique_id')
      ? noise(of)
      : null
  },
}

const noise = (of: SpanInContext): SpanMark => ({
  dialect: dbt.name,
  role: 'noise',
  sourceId: of.source.sourceId,
})

function markInvocation(of: SpanInContext): SpanMark {
  const { attributes } = of.span
  const command = textOf(attributes, 'raw_command')
  const around = surroundings(of)
  return {
    dialect: dbt.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...around,
    execution: {
      sourceId: of.source.sourceId,
      namespace: textOf(attributes, 'project_name', 'eval_args.project_dir') ?? serviceOf(of),
      flow: flowOf(command),
      nativeId: textOf(attributes, 'invocation_id') ?? of.span.traceId,
      attempt: 1,
    },
    title: command ?? undefined,
    // The resource's version is dbt's own.
    version: undefined,
  }
}

/** `dbt build`, whatever is selected: what is passed differs from run to run, and the flow is the same. */
function flowOf(command: string | null): string {
  const [program, ...words] = (command ?? '').trim().split(/\s+/)
  const verb = words.find((word) => /^[a-z][a-z-]*$/.test(word))
  const name = program === undefined || program === '' ? 'dbt' : (program.split('/').at(-1) ?? program)
  return verb === undefined ? name : `${name} ${verb}`
}

function markNode(of: SpanInContext): SpanMark {
  const { attributes, name } = of.span
  const states = nodeStates(of)
  const failed = states?.find((each) => each.state === 'failed')
  const spoiling = failed ?? states?.find((each) => each.state === 'cancelled')
  return {
    dialect: dbt.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: {
      nativeId: textOf(attributes, 'unique_id'),
      name: textOf(attributes, 'name', 'unique_id') ?? name,
      kind:
        textOf(attributes, 'node_type')
          ?.replace(/^NODE_TYPE_/, '')
          .toLowerCase() ?? null,
      mapIndex: null,
      attempt: 1,
    },
    states,
    // An invocation has no outcome of its own: it is the worst of its nodes'.
    executionStates:
      spoiling === undefined ? undefined : [{ ...spoiling, precedence: PRECEDENCE.convention }],
    errors: failed === undefined ? undefined : errorsOf(of),
  }
}

function nodeStates(of: SpanInContext): StateObservation[] | undefined {
  const { attributes } = of.span
  const at = saidAt(of)
  const outcome = textOf(attributes, 'node_outcome')
  if (outcome === null) return undefined
  const state = observe(WORDS, outcome, at, PRECEDENCE.attribute)
  if (state.state !== 'success') return [state]
  const tested = textOf(attributes, 'test_outcome', 'node_test_detail.test_outcome')
  if (tested !== null) return [observe(TEST_WORDS, tested, at, PRECEDENCE.attribute)]
  const warned = textOf(attributes, ...WARNING_KEYS)
  const isWarned = warned !== null && !/unspecified|none/i.test(warned)
  return [isWarned ? { ...state, state: 'warning', word: warned } : state]
}

function errorsOf({ span }: SpanInContext): ErrorObservation[] {
  const type = textOf(span.attributes, 'node_error_type')
  const message = textOf(span.attributes, 'message', 'error_message') ?? span.statusMessage ?? type ?? 'error'
  return [{ type, message, at: saidAt({ span }), spanId: span.spanId, rank: 2 }]
}
