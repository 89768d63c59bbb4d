import { createHash } from 'node:crypto'
import type { Actor } from '@/lib/model/scope'
import { canonicalJson, type Json } from './canonical-json'

/** What the chain of an organization starts from. */
export const GENESIS_HASH = Buffer.alloc(32)

/** What can be erased later (a person's name and address, the values changed): the leaf holds only its hash. */
export type AuditPayload = {
  by: { name: string; ip: string | null; requestId: string | null }
  before: Json
  after: Json
}

/** What stays for good. */
export type AuditLeaf = {
  orgId: string
  seq: number
  at: Date
  actor: Pick<Actor, 'kind' | 'id'>
  action: string
  outcome: 'done' | 'denied'
  target: { kind: string; id: string; teamId: string | null }
  payloadHash: Buffer
  previousHash: Buffer
}

/** SHA-256 over the canonical JSON of everything in an entry that may have to be erased one day. */
export const payloadHash = ({ by, before, after }: AuditPayload): Buffer =>
  sha256(canonicalJson({ by: { name: by.name, ip: by.ip, request_id: by.requestId }, before, after }))

/** The leaf of one entry: RFC 6962's 0x00 prefix, so that no inner node of a tree over them can pass for a leaf. */
export function entryHash(leaf: AuditLeaf): Buffer {
  const text = canonicalJson({
    org: leaf.orgId,
    seq: leaf.seq,
    at: leaf.at.toISOString(),
    actor: { kind: leaf.actor.kind, id: leaf.actor.id },
    action: leaf.action,
    outcome: leaf.outcome,
    target: { kind: leaf.target.kind, id: leaf.target.id, team: leaf.target.teamId },
    payload_hash: leaf.payloadHash.toString('hex'),
    prev: leaf.previousHash.toString('hex'),
  })
  return createHash('sha256').update(LEAF_PREFIX).update(text).digest()
}

const LEAF_PREFIX = Buffer.from([0])

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
