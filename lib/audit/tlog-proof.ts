import { base64, fromBase64 } from './byte-text'
import { type Checkpoint, openCheckpoint } from './checkpoint'
import { HASH_BYTES, isIncluded } from './merkle-tree'
import type { RefusedNote, VerifierKey } from './signed-note'

const HEADER = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^64 leaves has no longer path. */
const HASHES_MAX = 64

/** That one entry is in the log: its place (from 0), the path to the root, and the signed checkpoint (C2SP tlog-proof). */
export type TlogProof = { index: number; hashes: readonly Uint8Array[]; checkpoint: string }

/** The text of a `.tlog-proof` file. */
export const tlogProofText = ({ index, hashes, checkpoint }: TlogProof): string =>
  [HEADER, `index ${index}`, ...hashes.map(base64), '', checkpoint].join('\n')

/** The proof of such a text, not yet checked; null for anything else. A line of `extra` is passed over, as the format asks. */
export function readTlogProof(text: string): TlogProof | null {
  const split = text.indexOf('\n\n')
  if (split < 0) return null
  const [header, ...lines] = text.slice(0, split).split('\n')
  if (header !== HEADER) return null
  if (lines[0]?.startsWith('extra ')) {
    if (fromBase64(lines.shift()?.slice('extra '.length) ?? '') === null) return null
  }
  const [, index = ''] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? []
  const hashes = lines.map(fromBase64)
  if (index === '' || hashes.length > HASHES_MAX) return null
  const known = hashes
    .filter((hash) => hash !== null && hash.length === HASH_BYTES)
    .filter((hash) => hash !== null)
  return known.length === hashes.length
    ? { index: Number(index), hashes: known, checkpoint: text.slice(split + 2) }
    : null
}

/** What a proof came to. `not-included`: the checkpoint holds, and this entry is not in the log that it is of. */
export type TlogProofVerdict =
  | { ok: true; checkpoint: Checkpoint }
  | { ok: false; reason: RefusedNote['reason'] | 'not-included' }

/** Checks that the leaf is in the log of the checkpoint, signed by one of the keys. */
export function verifyTlogProof(
  text: string,
  hash: Uint8Array,
  keys: readonly VerifierKey[],
): TlogProofVerdict {
  const proof = readTlogProof(text)
  if (proof === null) return { ok: false, reason: 'malformed' }
  const opened = openCheckpoint(proof.checkpoint, keys)
  if (!opened.ok) return opened
  const { size, root } = opened.checkpoint
  return isIncluded({ index: proof.index, size, leafHash: hash, proof: proof.hashes, root })
    ? { ok: true, checkpoint: opened.checkpoint }
    : { ok: false, reason: 'not-included' }
}
