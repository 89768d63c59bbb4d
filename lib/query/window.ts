/** A stretch of time to look at; without an end it reaches past now. */
export type Window = { fromMs: number; toMs: number | null }

export const RANGES = ['1h', '24h', '7d', '30d', 'all'] as const
export type RangeName = (typeof RANGES)[number]

const HOUR_MS = 3_600_000
/** As long as executions are kept at most. */
const ALL_MS = 400 * 24 * HOUR_MS

const LENGTH_MS: Record<RangeName, number> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  all: ALL_MS,
}

export type ChosenWindow = Window & {
  /** The name, or null for one that was drawn. */
  name: RangeName | null
  /** What it is in the URL. */
  text: string
}

/** Reads `24h` or `<ms>-<ms>`; whatever else stands in an old bookmark is the last seven days. */
export function windowFrom(text: string, nowMs: number): ChosenWindow {
  const drawn = /^(\d{1,14})-(\d{1,14})$/.exec(text)
  if (drawn) {
    const [fromMs, toMs] = [Number(drawn[1]), Number(drawn[2])]
    if (fromMs < toMs) return { name: null, text, fromMs: Math.max(fromMs, nowMs - ALL_MS), toMs }
  }
  const name = RANGES.find((each) => each === text) ?? '7d'
  return { name, text: name, fromMs: nowMs - LENGTH_MS[name], toMs: null }
}

/** The URL text of a window that was drawn. */
export const windowText = (fromMs: number, toMs: number): string => `${Math.floor(fromMs)}-${Math.ceil(toMs)}`
