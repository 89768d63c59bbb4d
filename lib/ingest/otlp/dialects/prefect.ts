import { PREFECT_NAMESPACE } from '@/lib/executions/identity'
import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import { textOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { observe, PREFECT_TYPES, prefectNameState } from './state-words'
import { surroundings } from './surroundings'

/** Prefect 3: a span for each flow run and task run, its states as span events. The flow's name is not among them. */
export const prefect: Dialect = {
  name: 'prefect',
  spanKeys: ['prefect.run.'],
  mark(of) {
    const { attributes } = of.span
    const type = textOf(attributes, 'prefect.run.type')
    const id = textOf(attributes, 'prefect.run.id')
    if (id === null || (type !== 'flow' && type !== 'task')) return null
    const states = statesOf(of)
    const common = {
      dialect: prefect.name,
      sourceId: of.source.sourceId,
      states: states.length === 0 ? undefined : states,
      queuedAt: states.find((each) => each.state === 'queued')?.at,
      errors: errorsOf(of),
    }
    if (type === 'task') {
      const name = textOf(attributes, 'prefect.run.name', 'prefect.task.name') ?? of.span.name
      return { ...common, role: 'task', task: { nativeId: id, name, kind: null, mapIndex: null, attempt: 1 } }
    }
    return { ...common, ...markFlow(of, id) }
  },
}

function markFlow(of: SpanInContext, id: string): Pick<SpanMark, 'role'> & Partial<SpanMark> {
  const { attributes } = of.span
  const around = surroundings(of)
  const deployment = textOf(attributes, 'prefect.deployment.id')
  return {
    role: 'execution',
    ...around,
    execution: {
      sourceId: of.source.sourceId,
      // Not the service, which events do not know: what Prefect runs is told apart by its ids.
      namespace: PREFECT_NAMESPACE,
      flow: textOf(attributes, 'prefect.flow.id', 'prefect.deployment.id') ?? 'prefect flow',
      standsIn: true,
      nativeId: id,
      attempt: 1,
    },
    title: textOf(attributes, 'prefect.run.name') ?? of.span.name,
    labels: { ...around.labels, ...(deployment === null ? {} : { 'prefect.deployment.id': deployment }) },
  }
}

function statesOf({ span }: SpanInContext): StateObservation[] {
  return span.events.slice(0, 64).flatMap((event): StateObservation[] => {
    const type = textOf(event.attributes, 'prefect.state.type')
    if (type === null) return []
    const name = textOf(event.attributes, 'prefect.state.name') ?? type
    const observed = observe(PREFECT_TYPES, type, String(event.timeUnixNano), PRECEDENCE.attribute)
    return [{ ...observed, word: name, state: prefectNameState(name) ?? observed.state }]
  })
}

/** The message of the state that it broke in, unless the exception itself was recorded. */
function errorsOf({ span }: SpanInContext): ErrorObservation[] | undefined {
  if (span.events.some((event) => event.attributes.has('exception.message'))) return undefined
  const broken = span.events.findLast((event) => {
    const type = textOf(event.attributes, 'prefect.state.type')
    return type === 'FAILED' || type === 'CRASHED'
  })
  const message = broken === undefined ? null : textOf(broken.attributes, 'prefect.state.message')
  if (broken === undefined || message === null) return undefined
  const type = textOf(broken.attributes, 'prefect.state.name')
  return [{ type, message, at: String(broken.timeUnixNano), spanId: span.spanId, rank: 2 }]
}
