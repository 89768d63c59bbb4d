import { fromBase64, joined } from './byte-text'
import { canonicalWriter, type Json } from './canonical-json'
import {
  type OlderCheckpoint,
  PACK_FILES,
  PACK_FORMAT,
  type PackHead,
  type PackManifest,
  type RangeProof,
} from './evidence-pack'
import { asLeaf, type Leaf } from './leaf'
import { frontierOf, HASH_BYTES } from './merkle-tree'
import { readVerifierKey } from './signed-note'

/** More hashes than any proof in a tree of 2^53 leaves has. */
const HASHES_MAX = 110

/** A file of the pack that is missing or cannot be read, and why: nothing can be said of such a pack. */
export class UnreadablePack extends Error {
  constructor(
    readonly file: string,
    why: string,
  ) {
    super(`${file}: ${why}`)
    this.name = 'UnreadablePack'
  }
}

/** Reads everything of a pack but its entries; throws `UnreadablePack`. The text of a file that is not there is undefined. */
export function readPackHead(textOf: (file: string) => string | undefined): PackHead {
  const required = (file: string): string => {
    const text = textOf(file)
    if (text === undefined) throw new UnreadablePack(file, 'is missing')
    return text
  }
  const manifest = manifestOf(jsonOf(PACK_FILES.manifest, required(PACK_FILES.manifest)))
  return {
    manifest,
    checkpoint: required(PACK_FILES.checkpoint),
    proof:
      manifest.kind === 'selection'
        ? null
        : rangeProofOf(jsonOf(PACK_FILES.proof, required(PACK_FILES.proof))),
    older: linesOf(textOf(PACK_FILES.older) ?? '').map((line) => olderOf(jsonOf(PACK_FILES.older, line))),
    keys: linesOf(required(PACK_FILES.key)).map((line) => {
      const key = readVerifierKey(line)
      if (key === null) throw new UnreadablePack(PACK_FILES.key, 'holds a line that is no key')
      return key
    }),
  }
}

/** The hashes of a list of base64; null unless all are. */
function hashesOf(value: unknown): Uint8Array[] | null {
  if (!Array.isArray(value) || value.length > HASHES_MAX) return null
  const hashes = value.map((text: unknown) => (typeof text === 'string' ? fromBase64(text) : null))
  const known = hashes.filter((hash) => hash !== null).filter((hash) => hash.length === HASH_BYTES)
  return known.length === hashes.length ? known : null
}

/** An entry as it was read: its leaf, the texts that are hashed, its proof in a selection. */
export type ReadEntry = { leaf: Leaf; text: string; payload: string | null; proof: Uint8Array[] | null }

/** The entry of a line; null unless the line is, byte for byte, how that entry is written: so no key can come twice in it. */
export function readEntryLine(line: string): ReadEntry | null {
  try {
    const value: Json = JSON.parse(line)
    if (!isRecord(value)) return null
    const words = Object.keys(value).join()
    if (words !== 'leaf,payload' && words !== 'leaf,payload,proof') return null
    const leaf = asLeaf(value.leaf)
    const write = canonicalWriter(line, value)
    if (leaf === null || write === null) return null
    const payload = value.payload ?? null
    return {
      leaf,
      text: write(leaf),
      payload: payload === null ? null : write(payload),
      proof: value.proof === undefined ? null : hashesOf(value.proof),
    }
  } catch (error) {
    // No JSON; or a value without canonical form.
    if (error instanceof SyntaxError || error instanceof RangeError) return null
    throw error
  }
}

function manifestOf(value: unknown): PackManifest {
  const refuse = (why: string): never => {
    throw new UnreadablePack(PACK_FILES.manifest, why)
  }
  if (!isRecord(value)) return refuse('is no object')
  const { format, org, made_at, kind, filter, from, to, entries } = value
  if (format !== PACK_FORMAT) return refuse(`is not of the format ${PACK_FORMAT}`)
  if (typeof org !== 'string' || typeof made_at !== 'string')
    return refuse('lacks the organization or the time')
  if (kind !== 'range' && kind !== 'selection') return refuse('has a kind that this verifier does not know')
  if (filter !== null && typeof filter !== 'string') return refuse('has a filter that is no text')
  if (!isCount(from) || !isCount(to) || !isCount(entries)) return refuse('lacks from, to or entries')
  if (from < 1 || (kind === 'range' && entries !== to - from + 1)) return refuse('says a range that is none')
  return { format, org, made_at, kind, filter, from, to, entries }
}

function rangeProofOf(value: unknown): RangeProof {
  const before = isRecord(value) && isRecord(value.before) ? value.before : {}
  const hashes = hashesOf(before.hashes)
  const consistency = isRecord(value) ? hashesOf(value.consistency) : null
  if (!isCount(before.size) || hashes === null || consistency === null)
    throw new UnreadablePack(PACK_FILES.proof, 'lacks what came before, or the proof of consistency')
  try {
    return { before: frontierOf(before.size, joined(hashes)), consistency }
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadablePack(PACK_FILES.proof, error.message)
    throw error
  }
}

function olderOf(value: unknown): OlderCheckpoint {
  const proof = isRecord(value) ? hashesOf(value.proof) : null
  if (!isRecord(value) || typeof value.note !== 'string' || proof === null)
    throw new UnreadablePack(PACK_FILES.older, 'holds a line that is no checkpoint with its proof')
  return { note: value.note, proof }
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnreadablePack(file, 'is no JSON')
    throw error
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '')
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
