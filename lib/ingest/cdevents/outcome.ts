import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'

/** Outcomes: those of the specification, and words of testing tools from before it named any. */
const CDEVENTS_OUTCOMES: StateWords = {
  success: 'success',
  pass: 'success',
  passed: 'success',
  failure: 'failed',
  fail: 'failed',
  failed: 'failed',
  error: 'failed',
  cancel: 'cancelled',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  skip: 'skipped',
  skipped: 'skipped',
  timeout: 'timed_out',
}

const PREDICATES: StateWords = { queued: 'queued', started: 'running', skipped: 'skipped' }

/** What the predicate of an event says, and of `finished` its outcome. Without an outcome only a build with an artifact is known to have gone well. */
export function stateOf(
  subject: string,
  predicate: string,
  content: JsonReader,
  at: UnixNano,
): StateObservation {
  if (predicate !== 'finished') return observe(PREDICATES, predicate, at, PRECEDENCE.word)
  const outcome = content.at('outcome').text()
  if (outcome !== undefined) return observe(CDEVENTS_OUTCOMES, outcome, at, PRECEDENCE.word)
  const isBuilt = subject === 'build' && content.at('artifactId').isThere
  return { state: isBuilt ? 'success' : 'unknown', word: predicate, at, precedence: PRECEDENCE.word }
}
