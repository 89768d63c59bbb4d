import type { Actor } from '@/lib/model/scope'
import type { Json } from './canonical-json'
import { GENESIS_HASH as GENESIS, hashOfLeaf, hashOfPayload, leafOf, payloadOfFormatOne } from './leaf'

/** What the chain of an organization starts from. */
export const GENESIS_HASH = Buffer.from(GENESIS)

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

/** The hash of a payload of format 1. */
export const payloadHash = (payload: AuditPayload): Buffer =>
  Buffer.from(hashOfPayload(payloadOfFormatOne(payload)))

/** The hash of an entry of format 1. */
export const entryHash = (leaf: AuditLeaf): Buffer =>
  Buffer.from(hashOfLeaf(leafOf({ ...leaf, format: 1, onBehalfOf: null, source: null })))
