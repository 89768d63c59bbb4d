import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'

/** States and results of runs, stages, jobs and builds, as they are compared: in lower case. */
export const AZURE_WORDS: StateWords = {
  notstarted: 'queued',
  postponed: 'queued',
  waiting: 'queued',
  pending: 'queued',
  inprogress: 'running',
  running: 'running',
  canceling: 'running',
  cancelling: 'running',
  succeeded: 'success',
  succeededwithissues: 'warning',
  partiallysucceeded: 'warning',
  failed: 'failed',
  rejected: 'failed',
  canceled: 'cancelled',
  stopped: 'cancelled',
  skipped: 'skipped',
  abandoned: 'lost',
}

/**
 * The result once there is one, else how far it is. Builds of resource version 1.0 have the result where 2.0 has how far
 * it is. A stage that failed can be run again within its run, so the latest word is the one that counts.
 */
export function stateOf(of: JsonReader, at: UnixNano): StateObservation | null {
  const progress = of.at('state').text() ?? of.at('status').text()
  const result = of.at('result').text()
  const isOver = progress === undefined || progress.toLowerCase() === 'completed'
  const word = isOver ? (result ?? progress) : progress
  if (word === undefined) return null
  const state = observe(AZURE_WORDS, word, at, PRECEDENCE.word)
  return state.state === 'unknown' ? state : { ...state, reopens: true }
}
