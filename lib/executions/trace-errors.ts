import type { ErrorObservation } from '@/lib/model/fact'
import type { LogError } from '@/lib/model/skeleton'
import { isBroken } from '@/lib/model/state'
import { cutText } from './cut-text'
import type { Cast } from './roles'
import { compareNano, foldState } from './state'

/** An error with where in the trace it was reported. */
export type PlacedError = { error: ErrorObservation; at: Cast | null }

const MAX_ERRORS = 8
const MAX_MESSAGE = 2_000

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** All errors of a trace: span events, log records of the same spans, tools' words, and the status of failed spans. */
export function placeErrors(cast: readonly Cast[], logErrors: readonly LogError[]): PlacedError[] {
  const bySpan = new Map(cast.map((each) => [each.span.spanId, each]))
  const placed: PlacedError[] = []
  const reported = new Set<Cast>()
  for (const at of cast) {
    for (const error of at.span.mark?.errors ?? []) {
      placed.push({ error: exactly(error), at })
      reported.add(at)
    }
  }
  for (const { spanId, error } of logErrors) {
    const at = spanId === null ? null : (bySpan.get(spanId) ?? null)
    placed.push({ error: exactly({ ...error, spanId }), at })
    if (at !== null) reported.add(at)
  }
  for (const at of cast) {
    const error = reported.has(at) ? null : statusError(at)
    if (error !== null) placed.push({ error, at })
  }
  return placed
}

/** What a failed span's status says, unless it only repeats the tool's word for failing. */
function statusError({ span }: Cast): ErrorObservation | null {
  if (span.statusCode !== 2 || span.statusMessage === null || span.statusMessage === '') return null
  const states = span.mark?.states ?? []
  const message = span.statusMessage
  if (states.length > 0 && !isBroken(foldState(states).state)) return null
  if (states.some((each) => each.word.toLowerCase() === message.toLowerCase())) return null
  const at = span.endUnixNano === '0' ? span.startUnixNano : span.endUnixNano
  return exactly({ type: null, message, at, spanId: span.spanId, rank: 0 })
}

const exactly = (of: ErrorObservation): ErrorObservation => ({
  type: of.type === null ? null : cutText(of.type, 200),
  message: cutText(of.message, MAX_MESSAGE),
  at: of.at,
  spanId: of.spanId,
  rank: of.rank,
})

/**
 * The errors in reading order, each once: an exception that was reported again on its way up is told from where it
 * came from. `prefer` puts those of one place first.
 */
export function readingOrder(
  placed: readonly PlacedError[],
  prefer: (at: Cast | null) => number,
): ErrorObservation[] {
  const origins = new Map<string, PlacedError>()
  for (const each of placed) {
    const key = JSON.stringify([each.error.type, each.error.message])
    const known = origins.get(key)
    if (known === undefined || compareDepth(each, known) < 0) origins.set(key, each)
  }
  return [...origins.values()]
    .sort(
      (a, b) =>
        prefer(b.at) - prefer(a.at) ||
        b.error.rank - a.error.rank ||
        compareNano(a.error.at, b.error.at) ||
        compareDepth(a, b) ||
        compareText(a.error.message, b.error.message) ||
        compareText(a.error.type ?? '', b.error.type ?? ''),
    )
    .slice(0, MAX_ERRORS)
    .map((each) => each.error)
}

const compareDepth = (a: PlacedError, b: PlacedError): number =>
  (b.at?.depth ?? -1) - (a.at?.depth ?? -1) ||
  b.error.rank - a.error.rank ||
  compareNano(a.error.at, b.error.at) ||
  compareText(a.error.spanId ?? '', b.error.spanId ?? '')
