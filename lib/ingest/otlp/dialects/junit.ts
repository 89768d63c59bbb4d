import { type ErrorObservation, PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import type { State } from '@/lib/model/state'
import { textOf, wholeOf } from './attribute-lookup'
import { type Dialect, hasKeyUnder, type SpanInContext } from './dialect'
import { ownRoot } from './own-root'
import { saidAt, surroundings } from './surroundings'

/**
 * JUnit reports as spans (inception-health's actions). Their exporter sets the status of every case that does not say
 * PASS to ERROR, passing ones too, so counts and messages count.
 */
export const junit: Dialect = {
  name: 'junit',
  spanKeys: ['test.scope'],
  mark(of) {
    const scope = textOf(of.span.attributes, 'test.scope')
    if (scope !== 'Run' && scope !== 'Suite' && scope !== 'Case') return null
    const { attributes, parentSpanId, name } = of.span
    const states = [scope === 'Case' ? caseState(of) : countedState(of)]
    const sourceId = of.source.sourceId
    if (parentSpanId === null) {
      return {
        dialect: junit.name,
        role: 'execution',
        sourceId,
        ...surroundings(of),
        execution: ownRoot(of),
        states,
      }
    }
    const mark: SpanMark = {
      dialect: junit.name,
      role: 'task',
      sourceId,
      task: {
        nativeId: null,
        name: textOf(attributes, 'test.name') ?? name,
        kind: `test ${scope.toLowerCase()}`,
        mapIndex: null,
        attempt: 1,
      },
      states,
    }
    return scope === 'Case' ? { ...mark, errors: caseErrors(of) } : mark
  },
}

const told = (of: SpanInContext, state: State, word: string): StateObservation => ({
  state,
  word,
  at: saidAt(of),
  precedence: PRECEDENCE.attribute,
})

function countedState(of: SpanInContext): StateObservation {
  const failed = ['test.failures', 'test.errors'].some((key) => (wholeOf(of.span.attributes, key) ?? 0) > 0)
  return failed ? told(of, 'failed', 'failed') : told(of, 'success', 'passed')
}

function caseState(of: SpanInContext): StateObservation {
  const { attributes } = of.span
  if (hasKeyUnder(attributes, 'test.failure.')) return told(of, 'failed', 'failure')
  if (hasKeyUnder(attributes, 'test.error.')) return told(of, 'failed', 'error')
  if (hasKeyUnder(attributes, 'test.skipped')) return told(of, 'skipped', 'skipped')
  return told(of, 'success', textOf(attributes, 'test.status') ?? 'passed')
}

function caseErrors({ span }: SpanInContext): ErrorObservation[] | undefined {
  const errors = ['test.failure.0', 'test.error.0'].flatMap((key): ErrorObservation[] => {
    const message = textOf(span.attributes, `${key}.message`, `${key}.inner`)
    if (message === null) return []
    const at = saidAt({ span })
    return [{ type: textOf(span.attributes, `${key}.type`), message, at, spanId: span.spanId, rank: 2 }]
  })
  return errors.length === 0 ? undefined : errors
}
