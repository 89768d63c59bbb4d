import { fromHex, hex } from './byte-text'
import type { Json } from './canonical-json'

/** Entries that the log writes about itself, which who verifies it has to understand. */
export const LOG_PRUNED = 'log.pruned'
export const PERSONAL_DATA_ERASED = 'personal_data.erased'

/** Entries from the first on that retention removed: the last of them, and the root of the log when it ended there. */
export type Pruned = { to: number; root: Uint8Array }

/** The `after` of an entry `log.pruned`. */
export const prunedAfter = ({ to, root }: Pruned): Json => ({ from: 1, to, root: hex(root) })

/** What an entry `log.pruned` says; null when it is not one that can be understood. */
export function readPruned(after: unknown): Pruned | null {
  if (!isRecord(after) || after.from !== 1 || !isPlace(after.to) || typeof after.root !== 'string')
    return null
  const root = fromHex(after.root)
  return root?.length === 32 ? { to: after.to, root } : null
}

/** Entries `[from, to]`, both with. */
export type Places = readonly [from: number, to: number]

/** The `after` of an entry `personal_data.erased`: of which entries the payload was removed. */
export const erasedAfter = (entries: readonly Places[]): Json => ({
  entries: entries.map(([from, to]) => [from, to]),
})

/** What an entry `personal_data.erased` says; null when it is not one that can be understood. */
export function readErased(after: unknown): Places[] | null {
  if (!isRecord(after) || !Array.isArray(after.entries)) return null
  const places = after.entries.map(placesOf)
  return places.includes(null) ? null : places.filter((each) => each !== null)
}

/** Places in ascending order as runs of neighbours. */
export class PlaceRuns {
  readonly runs: [from: number, to: number][] = []
  count = 0

  add(seq: number): void {
    this.count++
    const last = this.runs.at(-1)
    if (last !== undefined && last[1] + 1 === seq) last[1] = seq
    else this.runs.push([seq, seq])
  }

  /** How many of these are in none of the given. */
  without(given: readonly Places[]): number {
    const covers = merged(given)
    let left = this.count
    let at = 0
    for (const [from, to] of this.runs) {
      while ((covers[at]?.[1] ?? Number.POSITIVE_INFINITY) < from) at++
      for (let each = at; each < covers.length; each++) {
        const [start, end] = covers[each] ?? [0, 0]
        if (start > to) break
        left -= Math.min(to, end) - Math.max(from, start) + 1
      }
    }
    return left
  }
}

/** The same places, in ascending order and none twice. */
function merged(given: readonly Places[]): Places[] {
  const runs: [number, number][] = []
  for (const [from, to] of [...given].sort((a, b) => a[0] - b[0])) {
    const last = runs.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else runs.push([from, to])
  }
  return runs
}

function placesOf(value: unknown): Places | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [from, to]: unknown[] = value
  return isPlace(from) && isPlace(to) && from <= to ? [from, to] : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1
