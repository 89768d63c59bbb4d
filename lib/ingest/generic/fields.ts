import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { EventMapping, MappedField } from '@/lib/model/event-mapping'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { parsePath, type Step, valuesAt } from './path'

/** Words that most tools mean alike; a mapping's own count first. */
export const COMMON_WORDS: StateWords = {
  scheduled: 'scheduled',
  queued: 'queued',
  pending: 'queued',
  created: 'queued',
  submitted: 'queued',
  accepted: 'queued',
  waiting: 'waiting',
  paused: 'waiting',
  suspended: 'waiting',
  started: 'running',
  starting: 'running',
  running: 'running',
  executing: 'running',
  processing: 'running',
  active: 'running',
  in_progress: 'running',
  'in progress': 'running',
  inprogress: 'running',
  retrying: 'retrying',
  success: 'success',
  successful: 'success',
  succeeded: 'success',
  complete: 'success',
  completed: 'success',
  finished: 'success',
  done: 'success',
  ok: 'success',
  passed: 'success',
  warning: 'warning',
  warn: 'warning',
  completed_with_errors: 'warning',
  partial: 'warning',
  fail: 'failed',
  failed: 'failed',
  failure: 'failed',
  error: 'failed',
  errored: 'failed',
  crashed: 'failed',
  cancel: 'cancelled',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  aborted: 'cancelled',
  stopped: 'cancelled',
  killed: 'cancelled',
  terminated: 'cancelled',
  timeout: 'timed_out',
  timed_out: 'timed_out',
  timedout: 'timed_out',
  skipped: 'skipped',
}

const parsed = new WeakMap<object, readonly Step[]>()

/** Steps of a path are the same for every payload that a mapping reads. */
function stepsOf(field: { path: string }): readonly Step[] {
  const known = parsed.get(field)
  if (known !== undefined) return known
  const steps = parsePath(field.path) ?? []
  parsed.set(field, steps)
  return steps
}

/** Everything that a field finds. */
export const found = (of: JsonReader, field: MappedField | undefined): JsonReader[] =>
  field === undefined || 'value' in field ? [] : valuesAt(of, stepsOf(field))

/** The first text that a field finds; for a field that is the same for all, that. */
export function textOf(of: JsonReader, field: MappedField | undefined): string | undefined {
  if (field !== undefined && 'value' in field) return field.value.trim() || undefined
  for (const each of found(of, field)) {
    const text = each.text()
    if (text !== undefined) return text
  }
  return undefined
}

/** The first time that a field finds. */
export function timeOf(of: JsonReader, field: MappedField | undefined): UnixNano | undefined {
  for (const each of found(of, field)) {
    const time = each.time()
    if (time !== undefined) return time
  }
  return undefined
}

/** The first whole number that a field finds. */
export function countOf(of: JsonReader, field: MappedField | undefined, least: number): number | undefined {
  for (const each of found(of, field)) {
    const count = each.count(least)
    if (count !== undefined) return count
  }
  return undefined
}

/** What a word of the tool's says, by the mapping or as most tools mean it. */
export function stateOf(
  mapping: Pick<EventMapping, 'states'>,
  word: string | undefined,
  at: UnixNano,
): StateObservation | null {
  if (word === undefined) return null
  const own = Object.entries(mapping.states ?? {}).find(
    ([name]) => name.trim().toLowerCase() === word.toLowerCase(),
  )
  const seen = observe(COMMON_WORDS, word, at, PRECEDENCE.word)
  return own === undefined ? seen : { ...seen, state: own[1] }
}
