import { isSameBytes } from './byte-text'
import { sha256 } from './primitives'

/** Bytes of every hash of the tree. */
export const HASH_BYTES = 32

const LEAF_PREFIX = '\0'
const NODE_PREFIX = 1

/** The hash of a leaf (RFC 6962 §2.1): 0x00 before it, so that no inner node can pass for a leaf. A text counts as its UTF-8. */
export const leafHash = (leaf: string | Uint8Array): Uint8Array =>
  typeof leaf === 'string' ? sha256(LEAF_PREFIX + leaf) : sha256(LEAF_PREFIX, leaf)

/** The hash of an inner node (RFC 6962 §2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const node = new Uint8Array(1 + left.length + right.length)
  node[0] = NODE_PREFIX
  node.set(left, 1)
  node.set(right, 1 + left.length)
  return sha256(node)
}

/**
 * All that has to be known of a tree to add to it and to say its root: the roots of its complete subtrees, the largest
 * (leftmost) first, one for each bit of its size.
 */
export type Frontier = { readonly size: number; readonly hashes: readonly Uint8Array[] }

/** The tree of no leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] }

/** The frontier with one leaf more, in at most log2(size) hashes. */
export function appendLeaf(frontier: Frontier, hash: Uint8Array): Frontier {
  const hashes = [...frontier.hashes]
  let carried = hash
  for (let size = frontier.size; isOdd(size); size = half(size)) {
    const left = hashes.pop()
    if (left === undefined) throw new RangeError('The frontier has too few hashes for its size')
    carried = nodeHash(left, carried)
  }
  hashes.push(carried)
  return { size: frontier.size + 1, hashes }
}

/** The root (RFC 6962 §2.1 MTH) of the tree that the frontier is of. */
export const frontierRoot = ({ hashes }: Frontier): Uint8Array =>
  hashes.length === 0 ? sha256() : foldedRight(hashes)

/** Folds the roots of complete subtrees that stand side by side, the largest first, into the root over all of them. */
export function foldedRight(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1)
  if (last === undefined) throw new RangeError('There is nothing to fold')
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** The frontier's hashes one after the other, for one column. */
export function frontierBytes({ hashes }: Frontier): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  hashes.forEach((hash, at) => {
    bytes.set(hash, at * HASH_BYTES)
  })
  return bytes
}

/** The frontier that `frontierBytes` wrote; throws a RangeError when there are not as many hashes as the size takes. */
export function frontierOf(size: number, bytes: Uint8Array): Frontier {
  const hashes = hashesIn(bytes)
  if (!isCount(size) || hashes.length !== bitsSet(size))
    throw new RangeError(`A tree of ${size} leaves does not have ${hashes.length} complete subtrees`)
  return { size, hashes }
}

/** The hashes that stand one after the other in these bytes. */
export function hashesIn(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length % HASH_BYTES !== 0) throw new RangeError('These bytes are not hashes')
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
}

/** True when the proof shows the leaf at `index` (from 0) in the tree of `size` leaves with that root (RFC 9162 §2.1.3.2). */
export function isIncluded(of: {
  index: number
  size: number
  leafHash: Uint8Array
  proof: readonly Uint8Array[]
  root: Uint8Array
}): boolean {
  if (!isCount(of.index) || !isCount(of.size) || of.index >= of.size) return false
  if (![of.leafHash, of.root, ...of.proof].every(isHash)) return false
  let fn = of.index
  let sn = of.size - 1
  let root = of.leafHash
  for (const hash of of.proof) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      root = nodeHash(hash, root)
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else root = nodeHash(root, hash)
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && isSameBytes(root, of.root)
}

/** True when the tree of `size1` leaves is the beginning of the tree of `size2` leaves (RFC 9162 §2.1.4.2). Not of nothing. */
export function isConsistent(of: {
  size1: number
  size2: number
  root1: Uint8Array
  root2: Uint8Array
  proof: readonly Uint8Array[]
}): boolean {
  if (of.size1 === 0) return false
  return isSubtreeConsistent({ ...of, start: 0, end: of.size1, size: of.size2 })
}

/** A run of leaves `[start, end)` that is a subtree: its start is a multiple of the power of two that is not below its length. */
type SubtreeRange = { start: number; end: number }

/** True when the proof shows the leaf in a subtree with that root (draft-ietf-plants-merkle-tree-certs §4.3). */
export function isSubtreeIncluded({
  start,
  end,
  ...of
}: SubtreeRange & Omit<Parameters<typeof isIncluded>[0], 'size'>): boolean {
  if (!isSubtree({ start, end }) || !(of.index >= start)) return false
  return isIncluded({ ...of, index: of.index - start, size: end - start })
}

/** True when `root1` is of the leaves `[start, end)` of the tree with `root2` (draft-ietf-plants-merkle-tree-certs §4.4.3). */
export function isSubtreeConsistent(
  of: SubtreeRange & { size: number; root1: Uint8Array; root2: Uint8Array; proof: readonly Uint8Array[] },
): boolean {
  if (!isSubtree(of) || !isCount(of.size) || of.end > of.size) return false
  if (of.proof.length > 0 && ![of.root1, of.root2, ...of.proof].every(isHash)) return false
  // Of no leaves nothing is shown but that they are none.
  if (of.start === of.end) return of.proof.length === 0 && isSameBytes(of.root1, sha256())
  let [fn, sn, tn] = [of.start, of.end - 1, of.size - 1]
  const isRightEdge = sn === tn
  while (fn !== sn && (isRightEdge || isOdd(sn))) [fn, sn, tn] = [half(fn), half(sn), half(tn)]
  const [seed, ...rest] = fn === sn ? [of.root1, ...of.proof] : of.proof
  if (seed === undefined) return false
  let [first, second] = [seed, seed]
  for (const hash of rest) {
    if (tn === 0) return false
    if (isOdd(sn) || sn === tn) {
      if (fn < sn) first = nodeHash(hash, first)
      second = nodeHash(hash, second)
      while (!isOdd(sn)) [fn, sn, tn] = [half(fn), half(sn), half(tn)]
    } else second = nodeHash(second, hash)
    ;[fn, sn, tn] = [half(fn), half(sn), half(tn)]
  }
  return tn === 0 && isSameBytes(first, of.root1) && isSameBytes(second, of.root2)
}

function isSubtree({ start, end }: SubtreeRange): boolean {
  if (!isCount(start) || !isCount(end) || start > end) return false
  let width = 1
  while (width < end - start) width *= 2
  return start === end || start % width === 0
}

function bitsSet(size: number): number {
  let bits = 0
  for (let rest = size; rest > 0; rest = half(rest)) bits += rest % 2
  return bits
}

const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES
/** Beyond 2^53 a number of JavaScript is no longer one. */
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
// Not by bit operators: those end at 2^31.
const isOdd = (value: number): boolean => value % 2 === 1
const half = (value: number): number => Math.floor(value / 2)
