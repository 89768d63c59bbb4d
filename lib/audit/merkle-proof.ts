import { appendLeaf, EMPTY_FRONTIER, type Frontier, foldedRight, nodeHash } from './merkle-tree'

/** A complete subtree of 2^level leaves, the index-th of its level from the left; level 0 are the leaves. */
export type Subtree = { level: number; index: number }

/** What a proof is made of: each of its hashes is folded from the complete subtrees that it covers. */
export type ProofPlan = readonly (readonly Subtree[])[]

/** Hashes of a tile, and how many levels of the tree one stands for (C2SP tlog-tiles). */
export const TILE_WIDTH = 256
const TILE_LEVELS = 8

/** Hashes of the tree level `8 * level`, from `256 * index` on; a tile at the right edge has fewer than 256. */
export type Tile = { level: number; index: number }

/** What proves the leaf at `index` (from 0) in the tree of `size` leaves (RFC 9162 §2.1.3.1). Throws a RangeError outside of it. */
export function inclusionPlan(index: number, size: number): ProofPlan {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw outside(index, size)
  const plan: Subtree[][] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    plan.push(index < middle ? subtreesOf(middle, end) : subtreesOf(start, middle))
    if (index < middle) end = middle
    else start = middle
  }
  return plan.reverse()
}

/** What proves the tree of `size1` leaves the beginning of that of `size2` (RFC 9162 §2.1.4.1). Throws a RangeError unless 0 < size1 ≤ size2. */
export function consistencyPlan(size1: number, size2: number): ProofPlan {
  if (!Number.isSafeInteger(size1) || size1 < 1 || size1 > size2) throw outside(size1, size2)
  const plan: Subtree[][] = []
  let [start, end] = [0, size2]
  while (size1 < end) {
    const middle = start + splitOf(end - start)
    plan.push(size1 <= middle ? subtreesOf(middle, end) : subtreesOf(start, middle))
    if (size1 <= middle) end = middle
    else start = middle
  }
  // The root of the smaller tree is known to who verifies; only what is not that root has to be said.
  if (start > 0) plan.push(subtreesOf(start, end))
  return plan.reverse()
}

/** What the frontier of the tree of `size` leaves is made of: one complete subtree for each of its hashes. */
export const frontierPlan = (size: number): ProofPlan => subtreesOf(0, size).map((subtree) => [subtree])

/** The tiles that hold what a plan needs, each once. */
export function tilesNeeded(...plans: readonly ProofPlan[]): Tile[] {
  const tiles = new Map<string, Tile>()
  for (const subtree of plans.flat(2)) {
    const { tile } = placeOf(subtree)
    tiles.set(`${tile.level}/${tile.index}`, tile)
  }
  return [...tiles.values()]
}

/** The tiles that are full as soon as the tree has `size` leaves, and were not before: what an append has to store. */
export function tilesFilledAt(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let width = TILE_WIDTH; size > 0 && size % width === 0; width *= TILE_WIDTH)
    tiles.push({ level: tiles.length, index: size / width - 1 })
  return tiles
}

/** How many hashes a tile has in a tree of `size` leaves, 0 to 256. */
export const tileWidth = ({ level, index }: Tile, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH))

/** The hash of a subtree from the tile that has it; throws a RangeError when the tile is not there or too short. */
export const hashInTiles =
  (hashesOf: (tile: Tile) => readonly Uint8Array[] | undefined) =>
  (subtree: Subtree): Uint8Array => {
    const { tile, from, count } = placeOf(subtree)
    const hashes = hashesOf(tile)?.slice(from, from + count) ?? []
    if (hashes.length !== count)
      throw new RangeError(`Tile ${tile.level}/${tile.index} lacks hashes ${from} to ${from + count - 1}`)
    return completeRoot(hashes)
  }

/** The hashes of a planned proof, leaf to root. */
export const proofBy = (plan: ProofPlan, hashAt: (subtree: Subtree) => Uint8Array): Uint8Array[] =>
  plan.map((subtrees) => foldedRight(subtrees.map(hashAt)))

/** The frontier of the tree of `size` leaves, as it was when it had that many. */
export const frontierBy = (size: number, hashAt: (subtree: Subtree) => Uint8Array): Frontier => ({
  size,
  hashes: proofBy(frontierPlan(size), hashAt),
})

/** The root over a full tile: what stands for it in the tile above. */
export function tileRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length !== TILE_WIDTH) throw new RangeError('Only a full tile has a place in the tile above')
  return completeRoot(hashes)
}

/** The frontier over leaves given one after the other: for what is small, or is read as a whole. */
export const frontierOver = (leafHashes: Iterable<Uint8Array>, from: Frontier = EMPTY_FRONTIER): Frontier => {
  let frontier = from
  for (const hash of leafHashes) frontier = appendLeaf(frontier, hash)
  return frontier
}

/** Where a tile is served (C2SP tlog-tiles): `tile/0/x001/x234/067`, with `.p/<width>` while it is not full. */
export function tilePath({ level, index }: Tile, width = TILE_WIDTH): string {
  const parts: string[] = []
  for (let rest = index; ; rest = Math.floor(rest / 1000)) {
    parts.unshift(String(rest % 1000).padStart(3, '0'))
    if (rest < 1000) break
  }
  const name = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/')
  return `tile/${level}/${name}${width < TILE_WIDTH ? `.p/${width}` : ''}`
}

/** The complete subtrees side by side over leaves `[start, end)`, the largest first. */
function subtreesOf(start: number, end: number): Subtree[] {
  const subtrees: Subtree[] = []
  for (let at = start; at < end; ) {
    const level = Math.floor(Math.log2(end - at))
    const width = 2 ** level
    subtrees.push({ level, index: at / width })
    at += width
  }
  return subtrees
}

function placeOf({ level, index }: Subtree): { tile: Tile; from: number; count: number } {
  const count = 2 ** (level % TILE_LEVELS)
  const first = index * count
  return {
    tile: { level: Math.floor(level / TILE_LEVELS), index: Math.floor(first / TILE_WIDTH) },
    from: first % TILE_WIDTH,
    count,
  }
}

function completeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at + 1 < level.length; at += 2) {
      const [left, right] = level.slice(at, at + 2)
      if (left !== undefined && right !== undefined) above.push(nodeHash(left, right))
    }
    level = above
  }
  return foldedRight(level)
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

const outside = (place: number, size: number): RangeError =>
  new RangeError(`${place} is not within a tree of ${size} leaves`)
