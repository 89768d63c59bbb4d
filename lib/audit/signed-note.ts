import { base64, fromBase64, hex, isSameBytes, joined } from './byte-text'
import { isEd25519Signature, sha256 } from './primitives'

/** A text and who signed it (C2SP signed-note): what checkpoints are written as. */

const ED25519 = 1
const KEY_ID_BYTES = 4
/** More than the 16 that the specification asks for; an end, so that a hostile note costs nothing. */
const SIGNATURES_MAX = 64

/** A key that notes are checked with. Its name is written in each signature. */
export type VerifierKey = { name: string; publicKey: Uint8Array }

/** Who signs: `sign` gives the 64 bytes of Ed25519 over the message. The private key stays where it is. */
export type Signer = VerifierKey & { sign: (message: Uint8Array) => Uint8Array }

/** A note whose signatures by known keys all hold; `by` has at least one. */
export type OpenedNote = { ok: true; text: string; by: VerifierKey[] }
export type RefusedNote = {
  ok: false
  /** `malformed`: no signed note. `unknown-key`: none of the keys signed it. `bad-signature`: one is said to have, and did not. */
  reason: 'malformed' | 'unknown-key' | 'bad-signature'
}

/** The id of a key, 4 bytes: SHA-256(name, newline, 0x01, public key), cut. */
export const keyIdOf = ({ name, publicKey }: VerifierKey): Uint8Array =>
  sha256(`${name}\n`, Uint8Array.of(ED25519), publicKey).slice(0, KEY_ID_BYTES)

/** A key as one text, `<name>+<id>+<base64>`: what people hand to a verifier (`vkey` of C2SP and of Go's sumdb/note). */
export const verifierKeyText = (key: VerifierKey): string =>
  `${key.name}+${hex(keyIdOf(key))}+${base64(joined([Uint8Array.of(ED25519), key.publicKey]))}`

/** The key of such a text; null for anything else, and when the id is not the key's. */
export function readVerifierKey(text: string): VerifierKey | null {
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? []
  const bytes = fromBase64(encoded)
  if (bytes?.length !== 33 || bytes[0] !== ED25519 || !isKeyName(name)) return null
  const key = { name, publicKey: bytes.slice(1) }
  return hex(keyIdOf(key)) === id ? key : null
}

/** Writes a note: the text, an empty line, one line a signature. Throws a RangeError for a text or a name that no note can have. */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n') || !isPlain(text))
    throw new RangeError('A note ends in a newline and has no control characters')
  const message = new TextEncoder().encode(text)
  const lines = signers.map((signer) => {
    if (!isKeyName(signer.name)) throw new RangeError(`No key can be called ${JSON.stringify(signer.name)}`)
    return `— ${signer.name} ${base64(joined([keyIdOf(signer), signer.sign(message)]))}\n`
  })
  return `${text}\n${lines.join('')}`
}

/**
 * Opens a note. Signatures of keys that are not among `keys` are passed over; one that a known key is said to have made and
 * did not refuses the note, whatever else signed it.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenedNote | RefusedNote {
  const parts = partsOf(note)
  if (parts === null) return { ok: false, reason: 'malformed' }
  const message = new TextEncoder().encode(parts.text)
  const by: VerifierKey[] = []
  for (const { name, id, signature } of parts.signatures) {
    const key = keys.find((each) => each.name === name && isSameBytes(keyIdOf(each), id))
    if (key === undefined || by.includes(key)) continue
    if (!isEd25519Signature(key.publicKey, message, signature)) return { ok: false, reason: 'bad-signature' }
    by.push(key)
  }
  return by.length === 0 ? { ok: false, reason: 'unknown-key' } : { ok: true, text: parts.text, by }
}

/** The text of a note, not yet believed: nothing is checked but its form. */
export const textOfNote = (note: string): string | null => partsOf(note)?.text ?? null

type NoteSignature = { name: string; id: Uint8Array; signature: Uint8Array }

function partsOf(note: string): { text: string; signatures: NoteSignature[] } | null {
  // The last empty line: a text may have some of its own.
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n') || !isPlain(note)) return null
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > SIGNATURES_MAX) return null
  const signatures = lines.map(signatureOf)
  return signatures.includes(null)
    ? null
    : { text: note.slice(0, split + 1), signatures: signatures.filter((each) => each !== null) }
}

function signatureOf(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (!isKeyName(name) || bytes === null || bytes.length < KEY_ID_BYTES) return null
  return { name, id: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) }
}

/** No control character but the newline, and nothing that UTF-8 cannot say. */
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Surrogate}]/u.test(text.replaceAll('\n', ''))

const isKeyName = (name: string): boolean => name !== '' && !/[\s+\p{Cc}\p{Surrogate}]/u.test(name)
