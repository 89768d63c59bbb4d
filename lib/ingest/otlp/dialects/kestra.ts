import { PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { textOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { KESTRA_WORDS, observe } from './state-words'
import { saidAt, surroundings } from './surroundings'

/**
 * Kestra's traces tell ids and times but no state: only its newest versions say, in a worker span's status, that a
 * task ended badly. So what ended without a word is unknown, not green, until Kestra's API or a system flow tells more.
 * The executor's spans, one a message, are noise that names the execution.
 */
export const kestra: Dialect = {
  name: 'kestra',
  spanKeys: ['kestra.'],
  mark(of) {
    const { attributes, name } = of.span
    if (!attributes.has('kestra.source') && !attributes.has('kestra.flowId')) return null
    const nativeId = textOf(attributes, 'kestra.executionId')
    const flow = textOf(attributes, 'kestra.flowId')
    const sourceId = of.source.sourceId
    // A trigger that is polled, or some other part of the machinery.
    if (nativeId === null || flow === null) return { dialect: kestra.name, role: 'noise', sourceId }
    const tenant = textOf(attributes, 'kestra.tenantId')
    const space = textOf(attributes, 'kestra.namespace') ?? 'kestra'
    const namespace = tenant === null ? space : `${tenant}/${space}`
    const execution = { sourceId, namespace, flow, nativeId, attempt: 1 }
    const common = { dialect: kestra.name, sourceId, execution }
    if (name.startsWith('WORKER - ')) return { ...common, ...markWorker(of) }
    return { ...common, role: 'noise', ...surroundings(of), states: untold(of) }
  },
}

function markWorker(of: SpanInContext): Pick<SpanMark, 'role' | 'task' | 'states' | 'executionStates'> {
  const kind = of.span.name.slice('WORKER - '.length)
  const told = toldState(of)
  return {
    role: 'task',
    task: {
      nativeId: textOf(of.span.attributes, 'kestra.uid'),
      // The task's id is not told; the last part of its type is what people know it by.
      name: kind.split('.').at(-1) || kind,
      kind,
      mapIndex: null,
      attempt: 1,
    },
    states: told === null ? untold(of) : [told],
    // A failed task need not fail its execution, so this is worth no more than a span's status.
    executionStates: told?.state === 'failed' ? [{ ...told, precedence: PRECEDENCE.status }] : undefined,
  }
}

function toldState(of: SpanInContext): StateObservation | null {
  const [, word] = /^Task ended in state (\w+)/.exec(of.span.statusMessage ?? '') ?? []
  return word === undefined ? null : observe(KESTRA_WORDS, word, saidAt(of), PRECEDENCE.attribute)
}

const untold = (of: SpanInContext): StateObservation[] | undefined =>
  of.span.endUnixNano === 0n
    ? undefined
    : [{ state: 'unknown', word: 'not told', at: saidAt(of), precedence: PRECEDENCE.status }]
