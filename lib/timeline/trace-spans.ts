import type { UnixNano } from '@/lib/model/fact'
import type { LightSpan, SpanStep } from '@/lib/model/light-span'

/**
 * All spans of a trace by column, in order of start: a hundred thousand of them are a few megabytes before and about two
 * after compression, which is what lets the browser hold the whole trace and draw only the rows in view.
 */
export type TraceSpans = {
  /** Start of the earliest span. Every other time is nanoseconds after it: safe as a number for 104 days. */
  originUnixNano: UnixNano
  /** Span ids, 16 hex digits each, one after the other. */
  ids: string
  /** Index of the parent, `NO_PARENT`, or `-2 - k` for a parent that is not here: the k-th of `missingParents`. */
  parents: number[]
  missingParents: string[]
  names: string[]
  name: number[]
  services: string[]
  service: number[]
  starts: number[]
  /** `OPEN` while the span has not ended; never negative otherwise. */
  durations: number[]
  /** See `packFlags`. */
  flags: number[]
  steps: PackedStep[]
  /** Spans of teams that the viewer may not see. */
  privateCount: number
  /** True when the trace has more spans than are sent. */
  isCut: boolean
}

export type PackedStep = Omit<SpanStep, 'spanId' | 'queuedAtUnixNano'> & {
  span: number
  queued: number | null
}

export const NO_PARENT = -1
export const OPEN = -1

const ROLES = [null, 'execution', 'task', 'request', 'noise', 'plain'] as const
const ENDS_BEFORE_START = 1 << 11

/** Packs spans in any order; the same set gives the same pack, whatever the order. */
export function packSpans(
  found: readonly LightSpan[],
  steps: readonly SpanStep[],
  isCut = false,
): TraceSpans {
  const visible = found.filter((span) => span.isVisible).sort(inOrder)
  const indexOf = new Map<string, number>()
  for (const [index, span] of visible.entries())
    if (!indexOf.has(span.spanId)) indexOf.set(span.spanId, index)

  const origin = visible[0]?.startUnixNano ?? '0'
  const names = dictionary()
  const services = dictionary()
  const missing = dictionary()
  const hidden = new Map(
    found.filter((span) => !span.isVisible).map((span) => [span.spanId, span.parentSpanId]),
  )

  return {
    originUnixNano: origin,
    ids: visible.map((span) => span.spanId).join(''),
    parents: visible.map((span) => parentOf(span, indexOf, hidden, missing)),
    missingParents: missing.words,
    name: visible.map((span) => names.indexOf(span.name)),
    names: names.words,
    service: visible.map((span) => services.indexOf(span.service)),
    services: services.words,
    starts: visible.map((span) => nanosBetween(origin, span.startUnixNano)),
    durations: visible.map((span) => durationOf(span)),
    flags: visible.map(packFlags),
    steps: steps.flatMap((step) => packStep(step, indexOf, origin)).sort((a, b) => a.span - b.span),
    privateCount: hidden.size,
    isCut,
  }
}

export const countSpans = (spans: TraceSpans): number => spans.starts.length
export const spanIdAt = (spans: TraceSpans, index: number): string =>
  spans.ids.slice(index * 16, index * 16 + 16)
export const nameAt = (spans: TraceSpans, index: number): string => spans.names[spans.name[index] ?? -1] ?? ''
export const serviceAt = (spans: TraceSpans, index: number): string =>
  spans.services[spans.service[index] ?? -1] ?? ''

/** What the number in `flags` says, in words. */
export function flagsAt(spans: TraceSpans, index: number) {
  const flags = spans.flags[index] ?? 0
  return {
    kind: flags & 0b111,
    statusCode: (flags >> 3) & 0b11,
    role: ROLES[(flags >> 5) & 0b111] ?? null,
    hasException: (flags & (1 << 8)) !== 0,
    hasEvents: (flags & (1 << 9)) !== 0,
    hasLinks: (flags & (1 << 10)) !== 0,
    endsBeforeStart: (flags & ENDS_BEFORE_START) !== 0,
  }
}

/** Index of the span with this id, null when it is not here. The earliest counts where an id occurs twice. */
export function indexOfSpan(spans: TraceSpans, spanId: string): number | null {
  if (spanId.length !== 16) return null
  // Digits of two ids that stand side by side may read like a third.
  let at = spans.ids.indexOf(spanId)
  while (at % 16 > 0) at = spans.ids.indexOf(spanId, at + 1)
  return at === -1 ? null : at / 16
}

/** Indexes of these span ids, as by `indexOfSpan`: one walk, which leaves no entry for each span of a long trace behind. */
export function indexesOf(spans: TraceSpans, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (let index = countSpans(spans) - 1; wanted.size > 0 && index >= 0; index--) {
    const spanId = spanIdAt(spans, index)
    if (wanted.has(spanId)) found.set(spanId, index)
  }
  return found
}

function packFlags(span: LightSpan): number {
  const role = Math.max(0, ROLES.indexOf(span.role))
  const bits = Number(span.hasException) | (Number(span.hasEvents) << 1) | (Number(span.hasLinks) << 2)
  const backwards = span.endUnixNano !== '0' && compareNano(span.endUnixNano, span.startUnixNano) < 0
  return (
    (span.kind & 7) |
    ((span.statusCode & 3) << 3) |
    (role << 5) |
    (bits << 8) |
    (backwards ? ENDS_BEFORE_START : 0)
  )
}

function durationOf(span: LightSpan): number {
  if (span.endUnixNano === '0') return OPEN
  return Math.max(0, nanosBetween(span.startUnixNano, span.endUnixNano))
}

/** The nearest ancestor that is shown, looking through those that the viewer may not see. */
function parentOf(
  span: LightSpan,
  indexOf: ReadonlyMap<string, number>,
  hidden: ReadonlyMap<string, string | null>,
  missing: Dictionary,
): number {
  let parent = span.parentSpanId
  const passed = new Set<string>()
  while (parent !== null && hidden.has(parent) && !indexOf.has(parent)) {
    // Hidden spans that are each other's parents lead nowhere.
    if (passed.has(parent)) return NO_PARENT
    passed.add(parent)
    parent = hidden.get(parent) ?? null
  }
  if (parent === null) return NO_PARENT
  return indexOf.get(parent) ?? -2 - missing.indexOf(parent)
}

function packStep(step: SpanStep, indexOf: ReadonlyMap<string, number>, origin: UnixNano): PackedStep[] {
  const { spanId, queuedAtUnixNano, ...rest } = step
  const span = indexOf.get(spanId)
  if (span === undefined) return []
  return [
    { ...rest, span, queued: queuedAtUnixNano === null ? null : nanosBetween(origin, queuedAtUnixNano) },
  ]
}

/** By start, then the longer first so that parents come before children that begin with them; then anything that decides. */
function inOrder(a: LightSpan, b: LightSpan): number {
  return (
    compareNano(a.startUnixNano, b.startUnixNano) ||
    compareNano(endOf(b), endOf(a)) ||
    compareText(a.spanId, b.spanId) ||
    compareText(a.parentSpanId ?? '', b.parentSpanId ?? '') ||
    compareText(a.name, b.name) ||
    compareText(a.service, b.service) ||
    packFlags(a) - packFlags(b)
  )
}

/** Seconds and the rest apart, so that both are exact; a bigint for each of a hundred thousand spans would cost more. */
const nanosBetween = (from: UnixNano, to: UnixNano): number =>
  (Number(to.slice(0, -9)) - Number(from.slice(0, -9))) * 1e9 +
  (Number(to.slice(-9)) - Number(from.slice(-9)))

/** An open span is longer than any that ended. */
const endOf = (span: LightSpan): UnixNano =>
  span.endUnixNano === '0' ? '99999999999999999999' : span.endUnixNano

/** Decimal strings without leading zeros compare by length, then by digits: no bigint is made a million times. */
const compareNano = (a: UnixNano, b: UnixNano): number => a.length - b.length || compareText(a, b)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Dictionary = ReturnType<typeof dictionary>

function dictionary() {
  const words: string[] = []
  const indexes = new Map<string, number>()
  return {
    words,
    indexOf(word: string): number {
      const known = indexes.get(word)
      if (known !== undefined) return known
      indexes.set(word, words.length)
      return words.push(word) - 1
    },
  }
}
