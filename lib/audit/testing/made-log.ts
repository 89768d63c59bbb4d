import { auditOrigin, signCheckpoint } from '../checkpoint'
import { entryLine, PACK_FORMAT, type PackEntry, type PackHead } from '../evidence-pack'
import { type EntryFields, GENESIS_HASH, hashOfLeaf, hashOfPayload, leafOf, type Payload } from '../leaf'
import {
  consistencyPlan,
  frontierBy,
  frontierOver,
  inclusionPlan,
  proofBy,
  type Subtree,
} from '../merkle-proof'
import { frontierRoot, nodeHash } from '../merkle-tree'
import type { Signer } from '../signed-note'
import { newSigningKey, signerOf } from '../signing-key'

/** What an entry of a made log says. */
export type MadeEntry = { action?: string; after?: Payload | null; format?: 1 | 2; isErased?: boolean }

export const ORG = '11111111-1111-4111-8111-111111111111'
export const OTHER_ORG = '22222222-2222-4222-8222-222222222222'

/** The log of an organization, held in memory and signed by a key of its own: for tests and measurements. */
export class MadeLog {
  readonly entries: PackEntry[] = []
  readonly hashes: Uint8Array[] = []
  readonly signer: Signer
  readonly #nodes = new Map<string, Uint8Array>()

  constructor(
    readonly org = ORG,
    signer?: Signer,
  ) {
    this.signer = signer ?? signerOf(auditOrigin(org), newSigningKey())
  }

  get size(): number {
    return this.entries.length
  }

  /** Appends, as the store does. */
  append(made: MadeEntry = {}): void {
    const seq = this.size + 1
    const format = made.format ?? 2
    const by = { name: `Person ${seq % 7}`, ip: '192.0.2.1', request_id: `r${seq}` }
    const values = { before: null, after: made.after ?? { name: `Flow ${seq}` } }
    const payload: Payload =
      format === 1
        ? { by, ...values }
        : {
            salt: seq.toString(16).padStart(32, '0'),
            by: { ...by, on_behalf_of: null },
            ...values,
            reason: null,
          }
    const fields: EntryFields = {
      format,
      orgId: this.org,
      seq,
      at: new Date(Date.UTC(2026, 0, 1) + seq * 1_000),
      actor: { kind: 'user', id: `u${seq % 7}` },
      onBehalfOf: null,
      action: made.action ?? 'source.updated',
      outcome: 'done',
      target: { kind: 'source', id: `s${seq % 11}`, teamId: null },
      source: format === 1 ? null : { kind: 'console', id: null },
      payloadHash: hashOfPayload(payload),
      previousHash: this.hashes.at(-1) ?? GENESIS_HASH,
    }
    const leaf = leafOf(fields)
    this.entries.push({ leaf, payload: made.isErased ? null : payload })
    this.hashes.push(hashOfLeaf(leaf))
  }

  appendMany(count: number): this {
    for (let at = 0; at < count; at++) this.append()
    return this
  }

  root(size = this.size): Uint8Array {
    return frontierRoot(frontierOver(this.hashes.slice(0, size)))
  }

  checkpoint(size = this.size, signer = this.signer): string {
    return signCheckpoint({ origin: auditOrigin(this.org), size, root: this.root(size) }, [signer])
  }

  /** The pack of entries `from` to `to`, under the checkpoint of a log of `size`. */
  range(from = 1, to = this.size, size = this.size, older: readonly number[] = []): PackHead {
    return {
      manifest: {
        format: PACK_FORMAT,
        org: this.org,
        made_at: '2026-02-01T00:00:00.000Z',
        kind: 'range',
        filter: null,
        from,
        to,
        entries: to - from + 1,
      },
      checkpoint: this.checkpoint(size),
      proof: {
        before: frontierBy(from - 1, this.hashAt),
        consistency: to > 0 && to < size ? proofBy(consistencyPlan(to, size), this.hashAt) : [],
      },
      older: older.map((each) => ({
        note: this.checkpoint(each),
        proof: proofBy(consistencyPlan(each, size), this.hashAt),
      })),
      keys: [this.signer],
    }
  }

  lines(from = 1, to = this.size): string[] {
    return this.entries.slice(from - 1, to).map(entryLine)
  }

  /** The pack of these entries, each with its own proof. */
  selection(places: readonly number[], older: readonly number[] = []): { head: PackHead; lines: string[] } {
    const { manifest, ...head } = this.range(1, this.size, this.size, older)
    return {
      head: {
        ...head,
        manifest: {
          ...manifest,
          kind: 'selection',
          filter: 'action:source.updated',
          entries: places.length,
          to: places.at(-1) ?? 0,
        },
        proof: null,
      },
      lines: places.flatMap((seq) =>
        this.entries
          .slice(seq - 1, seq)
          .map((entry) =>
            entryLine({ ...entry, proof: proofBy(inclusionPlan(seq - 1, this.size), this.hashAt) }),
          ),
      ),
    }
  }

  readonly hashAt = (subtree: Subtree): Uint8Array => {
    const { level, index } = subtree
    if (level === 0) return this.hashes[index] ?? new Uint8Array()
    const key = `${level}/${index}`
    const hash =
      this.#nodes.get(key) ??
      nodeHash(
        this.hashAt({ level: level - 1, index: index * 2 }),
        this.hashAt({ level: level - 1, index: index * 2 + 1 }),
      )
    this.#nodes.set(key, hash)
    return hash
  }
}
