import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64, fromBase64, hex } from './byte-text'
import {
  consistencyPlan,
  frontierBy,
  frontierOver,
  hashInTiles,
  inclusionPlan,
  proofBy,
  type Tile,
  tilePath,
  tileRoot,
  tilesFilledAt,
  tilesNeeded,
  tileWidth,
} from './merkle-proof'
import {
  appendLeaf,
  EMPTY_FRONTIER,
  frontierBytes,
  frontierOf,
  frontierRoot,
  isConsistent,
  isIncluded,
  isSubtreeConsistent,
  isSubtreeIncluded,
  leafHash,
  nodeHash,
} from './merkle-tree'

const FIXTURES = path.resolve(import.meta.dirname, '../../../shared/fixtures')
const UPSTREAM = path.join(FIXTURES, 'merkle/transparency-dev')
const hasFixtures = fs.existsSync(UPSTREAM)

/** MTH as RFC 6962 writes it, by recursion over all leaves: slow and plain. */
function plainRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return hashes[0] ?? new Uint8Array()
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return nodeHash(plainRoot(hashes.slice(0, split)), plainRoot(hashes.slice(split)))
}

const leaves = Array.from({ length: 1_000 }, (_, at) => leafHash(`leaf ${at}`))

/** The tiles of a tree as a store would keep them, those at the right edge as far as they are. */
function tilesOf(size: number): (tile: Tile) => Uint8Array[] {
  const levels = [leaves.slice(0, size)]
  for (let below = levels[0] ?? []; below.length >= 256; ) {
    below = Array.from({ length: Math.floor(below.length / 256) }, (_, at) =>
      tileRoot(below.slice(at * 256, (at + 1) * 256)),
    )
    levels.push(below)
  }
  return ({ level, index }) => levels[level]?.slice(index * 256, (index + 1) * 256) ?? []
}

const sizes = fc.integer({ min: 1, max: leaves.length })

test('appending one by one comes to the root of all', () => {
  let frontier = EMPTY_FRONTIER
  expect(hex(frontierRoot(frontier))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  for (const [at, leaf] of leaves.slice(0, 300).entries()) {
    frontier = appendLeaf(frontier, leaf)
    expect(frontierRoot(frontier)).toEqual(plainRoot(leaves.slice(0, at + 1)))
    expect(frontierRoot(frontierOf(frontier.size, frontierBytes(frontier)))).toEqual(frontierRoot(frontier))
  }
})

test('a frontier of the wrong number of hashes is none', () => {
  expect(() => frontierOf(3, frontierBytes(frontierOver(leaves.slice(0, 4))))).toThrow(RangeError)
  expect(() => frontierOf(1, new Uint8Array(31))).toThrow(RangeError)
})

test('every leaf of every size is proven from the tiles, and nothing else passes for it', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, some, other) => {
      const index = some % size
      const plan = inclusionPlan(index, size)
      const tiles = new Map(tilesNeeded(plan).map((tile) => [tilePath(tile), tilesOf(size)(tile)]))
      const hashAt = hashInTiles((tile) => tiles.get(tilePath(tile)))
      const of = {
        index,
        size,
        leafHash: leafHash(`leaf ${index}`),
        proof: proofBy(plan, hashAt),
        root: frontierRoot(frontierOver(leaves.slice(0, size))),
      }
      expect(isIncluded(of)).toBe(true)
      expect(isIncluded({ ...of, index: other % size })).toBe(other % size === index)
      expect(isIncluded({ ...of, leafHash: leafHash(`leaf ${other}`) })).toBe(other === index)
      expect(isIncluded({ ...of, size: size + 1024 })).toBe(false)
      if (of.proof.length > 0) expect(isIncluded({ ...of, proof: of.proof.slice(1) })).toBe(false)
    }),
  )
})

test('every smaller tree is proven the beginning of the larger, and its frontier is known again', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size2, some, other) => {
      const size1 = 1 + (some % size2)
      const hashAt = hashInTiles(tilesOf(size2))
      const of = {
        size1,
        size2,
        root1: plainRoot(leaves.slice(0, size1)),
        root2: plainRoot(leaves.slice(0, size2)),
        proof: proofBy(consistencyPlan(size1, size2), hashAt),
      }
      expect(isConsistent(of)).toBe(true)
      expect(frontierBy(size1, hashAt)).toEqual(frontierOver(leaves.slice(0, size1)))
      const rewritten = leaves.slice(0, size2)
      rewritten[other % size1] = leafHash('rewritten')
      expect(isConsistent({ ...of, root2: plainRoot(rewritten) })).toBe(false)
      if (size1 < size2) expect(isConsistent({ ...of, proof: [] })).toBe(false)
    }),
  )
})

test('a tile is stored when it has become full', () => {
  expect([0, 1, 255, 257].flatMap(tilesFilledAt)).toEqual([])
  expect(tilesFilledAt(512)).toEqual([{ level: 0, index: 1 }])
  expect(tilesFilledAt(65_536)).toEqual([
    { level: 0, index: 255 },
    { level: 1, index: 0 },
  ])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.nat({ max: 3 }), fc.nat(), (size, level, index) => {
      const isFilled = tilesFilledAt(size).some((tile) => tile.level === level && tile.index === index)
      const [width, before] = [size, size - 1].map((each) => tileWidth({ level, index }, each))
      expect(isFilled).toBe(width === 256 && before !== 256)
    }),
  )
})

test.each([
  [0, 0],
  [5, 5],
  [-1, 5],
  [0.5, 5],
])('leaf %d of %d cannot be proven', (index, size) => {
  expect(() => inclusionPlan(index, size)).toThrow(RangeError)
})

type Vector = {
  leafIdx: number
  treeSize: number
  start: number
  end: number
  size: number
  size1: number
  size2: number
  root: string | null
  root1: string | null
  root2: string | null
  leafHash: string | null
  proof: string[] | null
  wantErr: boolean
}

const bytes = (text: string | null): Uint8Array => fromBase64(text ?? '') ?? new Uint8Array()

const CHECKS: Record<string, (vector: Vector, proof: Uint8Array[]) => boolean> = {
  inclusion: (of, proof) =>
    isIncluded({
      index: of.leafIdx,
      size: of.treeSize,
      leafHash: bytes(of.leafHash),
      root: bytes(of.root),
      proof,
    }),
  consistency: ({ size1, size2, root1, root2 }, proof) =>
    isConsistent({ size1, size2, root1: bytes(root1), root2: bytes(root2), proof }),
  subtreeinclusion: ({ leafIdx, start, end, leafHash: leaf, root }, proof) =>
    isSubtreeIncluded({ index: leafIdx, start, end, leafHash: bytes(leaf), root: bytes(root), proof }),
  subtreeconsistency: ({ start, end, size, root1, root2 }, proof) =>
    isSubtreeConsistent({ start, end, size, root1: bytes(root1), root2: bytes(root2), proof }),
}

describe.runIf(hasFixtures)(
  'the 518 vectors of transparency-dev/merkle (skipped without ../shared/fixtures)',
  () => {
    test.each([
      ['inclusion', 98],
      ['consistency', 98],
      ['subtreeinclusion', 204],
      ['subtreeconsistency', 118],
    ])('%s: %d', (kind, count) => {
      const files = fs
        .readdirSync(path.join(UPSTREAM, kind), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.json'))
      expect(files.length).toBe(count)
      const wrong = files.filter((file) => {
        const vector: Vector = JSON.parse(fs.readFileSync(path.join(UPSTREAM, kind, file), 'utf8'))
        return CHECKS[kind]?.(vector, (vector.proof ?? []).map(bytes)) !== !vector.wantErr
      })
      expect(wrong).toEqual([])
    })

    test('the reference tree: its leaves, its roots, its proofs', () => {
      const reference = JSON.parse(
        fs.readFileSync(path.join(FIXTURES, 'merkle/derived/rfc6962-reference-tree.json'), 'utf8'),
      )
      const hashes: Uint8Array[] = reference.leavesHex.map((text: string) =>
        leafHash(Buffer.from(text, 'hex')),
      )
      expect(hashes.map(base64)).toEqual(reference.leafHashes)
      for (let size = 0; size <= hashes.length; size++)
        expect(base64(frontierRoot(frontierOver(hashes.slice(0, size))))).toBe(reference.roots[size])
      const hashAt = hashInTiles(() => hashes)
      for (const { leafIdx, treeSize, proof } of reference.inclusion)
        expect(proofBy(inclusionPlan(leafIdx, treeSize), hashAt).map(base64)).toEqual(proof)
    })

    test('the addresses of tiles', () => {
      const vectors: { level?: number; index: number; width?: number; path: string }[] = JSON.parse(
        fs.readFileSync(path.join(FIXTURES, 'tlog/derived/tile-paths.json'), 'utf8'),
      )
      const tiles = vectors.flatMap(({ level, ...of }) => (level === undefined ? [] : [{ level, ...of }]))
      expect(tiles.length).toBe(3)
      for (const { width, path: expected, ...tile } of tiles) expect(tilePath(tile, width)).toBe(expected)
      const counted: { treeSize: number; tiles: Record<string, { full: number; partial: number }> }[] =
        JSON.parse(fs.readFileSync(path.join(FIXTURES, 'tlog/derived/tile-paths.json'), 'utf8'))
      for (const { treeSize, tiles: levels } of counted.filter((each) => each.treeSize > 0))
        for (const [level, { full, partial }] of Object.entries(levels)) {
          const widthAt = (index: number): number => tileWidth({ level: Number(level), index }, treeSize)
          expect([widthAt(full), widthAt(full + 1)]).toEqual([partial, 0])
          if (full > 0) expect(widthAt(full - 1)).toBe(256)
        }
    })
  },
)
