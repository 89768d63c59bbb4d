import { createHash } from 'node:crypto'

/** Numbers from 0 to below 1, always the same ones for the same parts. */
export type Random = () => number

/** A stream of its own for each thing that varies, so that one more execution of one flow changes nothing of another. */
export function randomOf(...parts: (string | number)[]): Random {
  const seed = digestOf(parts)
  let state = seed.readUInt32LE(0)
  // mulberry32: enough for a story, and the same on every machine.
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** An id of so many bytes in hex, always the same for the same parts. */
export const hexOf = (bytes: number, ...parts: (string | number)[]): string =>
  digestOf(parts).subarray(0, bytes).toString('hex')

/** A factor around 1 that is rarely far from it, as durations are. */
export function aroundOne(random: Random, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.exp(normal * spread)
}

/** One of a list that is not empty. */
export function oneOf<Item>(random: Random, list: readonly [Item, ...Item[]]): Item {
  return list[Math.floor(random() * list.length)] ?? list[0]
}

const digestOf = (parts: (string | number)[]): Buffer =>
  createHash('sha256').update(parts.join('\u0000')).digest()
