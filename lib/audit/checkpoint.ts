import { base64, fromBase64 } from './byte-text'
import { HASH_BYTES } from './merkle-tree'
import {
  type OpenedNote,
  openNote,
  type RefusedNote,
  type Signer,
  signNote,
  textOfNote,
  type VerifierKey,
} from './signed-note'

/** What a log was at one moment (C2SP tlog-checkpoint): so many entries, with this root. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array }

/**
 * What the log of an organization is called, in its checkpoints and as the name of its key. It does not hold the address of
 * the installation: that may change, and a log that is called otherwise is another log.
 */
export const auditOrigin = (orgId: string): string => `runledger/audit/${orgId}`

/** The text of a checkpoint: three lines. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${base64(root)}\n`

/** Writes and signs a checkpoint. Who calls it has shown that it goes on from the last one that was signed. */
export const signCheckpoint = (checkpoint: Checkpoint, signers: readonly Signer[]): string =>
  signNote(checkpointText(checkpoint), signers)

/** The checkpoint of a text; null unless it is origin, decimal size without leading zeros, base64 of 32 bytes, and no more. */
export function readCheckpointText(text: string): Checkpoint | null {
  const [origin = '', size = '', encoded = '', end, ...rest] = text.split('\n')
  const root = fromBase64(encoded)
  if (origin === '' || end !== '' || rest.length > 0) return null
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null
  return root?.length === HASH_BYTES ? { origin, size: Number(size), root } : null
}

/** A checkpoint that a known key signed. */
export type OpenedCheckpoint = { ok: true; checkpoint: Checkpoint; by: OpenedNote['by'] }

/** Opens a signed checkpoint: signatures first, then what it says. */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): OpenedCheckpoint | RefusedNote {
  const opened = openNote(note, keys)
  if (!opened.ok) return opened
  const checkpoint = readCheckpointText(opened.text)
  return checkpoint === null ? { ok: false, reason: 'malformed' } : { ok: true, checkpoint, by: opened.by }
}

/** What a signed checkpoint says, without asking who signed it: to find its proof, not to believe it. */
export function peekCheckpoint(note: string): Checkpoint | null {
  const text = textOfNote(note)
  return text === null ? null : readCheckpointText(text)
}
