import { base64 } from './byte-text'
import { auditOrigin } from './checkpoint'
import { type Leaf, leafText, type Payload, payloadText } from './leaf'
import type { Frontier } from './merkle-tree'
import { type VerifierKey, verifierKeyText } from './signed-note'

/** The first words of every manifest; docs/audit-evidence.md says what the files hold. */
export const PACK_FORMAT = 'runledger-evidence/1'

/** The files of a pack. The verifier lies beside them. */
export const PACK_FILES = {
  manifest: 'manifest.json',
  checkpoint: 'checkpoint.txt',
  proof: 'proof.json',
  older: 'older-checkpoints.jsonl',
  key: 'key.txt',
  entries: 'entries.jsonl',
} as const

/** What a pack says of itself. It is believed in nothing: all that matters is shown by the proofs. */
export type PackManifest = {
  format: typeof PACK_FORMAT
  org: string
  /** ISO 8601. */
  made_at: string
  /** `range`: all entries from `from` to `to`. `selection`: those that the filter found, each with its own proof. */
  kind: 'range' | 'selection'
  /** What was asked for, in the words of the filter; null for everything. */
  filter: string | null
  from: number
  to: number
  entries: number
}

/** How a range hangs in the log: what came before it, folded up, and that the log until its end is the beginning of the checkpoint's. */
export type RangeProof = { before: Frontier; consistency: readonly Uint8Array[] }

/** A checkpoint that was signed before that of the pack, and the proof that the log only grew since. */
export type OlderCheckpoint = { note: string; proof: readonly Uint8Array[] }

/** All of a pack but its entries. */
export type PackHead = {
  manifest: PackManifest
  checkpoint: string
  /** Null for a selection. */
  proof: RangeProof | null
  older: readonly OlderCheckpoint[]
  keys: readonly VerifierKey[]
}

/** An entry as it is in a pack; `payload` is null when it was erased, `proof` is there in a selection. */
export type PackEntry = { leaf: Leaf; payload: Payload | null; proof?: readonly Uint8Array[] }

/** The line of an entry, without its newline: canonical JSON, so that one entry has one line. */
export const entryLine = (entry: PackEntry): string =>
  entryLineOf(
    leafText(entry.leaf),
    entry.payload === null ? 'null' : payloadText(entry.payload),
    entry.proof?.map(base64),
  )

/** The line of an entry whose parts are text already. */
const entryLineOf = (leaf: string, payload: string, proof?: readonly string[]): string =>
  `{"leaf":${leaf},"payload":${payload}${proof === undefined ? '' : `,"proof":${JSON.stringify(proof)}`}}`

/** Name and text of every file of a pack but `entries.jsonl`, which is a line of `entryLine` for each entry, and the verifier. */
export function packFiles(head: PackHead): { name: string; text: string }[] {
  const { manifest, checkpoint, proof, older, keys } = head
  return [
    { name: PACK_FILES.manifest, text: `${JSON.stringify(manifest, null, 2)}\n` },
    { name: PACK_FILES.checkpoint, text: checkpoint },
    { name: PACK_FILES.key, text: keys.map((key) => `${verifierKeyText(key)}\n`).join('') },
    ...(proof === null
      ? []
      : [{ name: PACK_FILES.proof, text: `${JSON.stringify(proofJson(proof), null, 2)}\n` }]),
    {
      name: PACK_FILES.older,
      text: older
        .map((each) => `${JSON.stringify({ note: each.note, proof: each.proof.map(base64) })}\n`)
        .join(''),
    },
    { name: 'README.txt', text: readMe(manifest) },
  ]
}

const proofJson = ({ before, consistency }: RangeProof) => ({
  before: { size: before.size, hashes: before.hashes.map(base64) },
  consistency: consistency.map(base64),
})

const readMe = ({ org, made_at, kind, from, to, entries }: PackManifest): string =>
  `Evidence from the audit log of Runledger

Log      ${auditOrigin(org)}
Made     ${made_at}
Entries  ${entries}, ${kind === 'range' ? `all from ${from} to ${to}` : `selected from ${from} to ${to}`}

entries.jsonl            one entry a line: what is signed for (leaf) and what can be erased (payload)
checkpoint.txt           size and root of the log, signed by it
older-checkpoints.jsonl  what was signed before, and the proofs that the log only grew since
proof.json               how the entries hang in the log (of a range; a selection has a proof in each line)
key.txt                  the public key. It came with the pack: compare it with the one you know
manifest.json            what was asked for

To verify it without a network: open verify.html in a browser and give it these files, or

  node verify.mjs . --checkpoint <a checkpoint that you kept> --key <the key that you know>

with Node 18 or newer. An older checkpoint that you kept yourself is what shows that nothing was rewritten since; a
pack alone shows only that it fits together.
`
