import type { LogBand } from '@/lib/model/severity'

type Line = { band: LogBand; text: string; rest: string | null }

/** What is jumped between. */
export const JUMPS = ['error', 'warn', 'find'] as const
export type Jump = (typeof JUMPS)[number]

const BANDS: Record<'error' | 'warn', readonly LogBand[]> = { error: ['error', 'fatal'], warn: ['warn'] }

/** Places of the lines that are jumped between: those of a level, or those that hold the text. */
export function placesOf(lines: readonly Line[], jump: Jump, text: string): number[] {
  const wanted = text.trim().toLowerCase()
  if (jump === 'find' && wanted === '') return []
  const isOne = (line: Line) =>
    jump === 'find'
      ? line.text.toLowerCase().includes(wanted) || (line.rest?.toLowerCase().includes(wanted) ?? false)
      : BANDS[jump].includes(line.band)
  return lines.flatMap((line, at) => (isOne(line) ? [at] : []))
}

/** The next of the places after (or before) where the reader is, starting over at the end. */
export function nextPlace(places: readonly number[], from: number | null, step: 1 | -1): number | null {
  const at = from ?? -1
  const found =
    step === 1 ? places.find((place) => place > at) : places.findLast((place) => from !== null && place < at)
  return found ?? (step === 1 ? places[0] : places.at(-1)) ?? null
}
