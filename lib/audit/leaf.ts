import { hex } from './byte-text'
import { canonicalJson, type Json } from './canonical-json'
import { HASH_BYTES, leafHash } from './merkle-tree'
import { sha256 } from './primitives'

/** What the chain of an organization starts from: the `prev` of its first entry. */
export const GENESIS_HASH: Uint8Array = new Uint8Array(HASH_BYTES)

/**
 * How the leaf of an entry is written. 1: no salt, no `on_behalf_of`, no `source`, no `v`. 2: with them. What was written as
 * 1 stays 1 for good: its hash is in the tree.
 */
export type LeafFormat = 1 | 2

/** The words of a leaf, as they stand in its JSON: what stays of an entry for good, and names nobody but by an id. */
export type Leaf = LeafOne | LeafTwo

type LeafOne = {
  org: string
  seq: number
  /** ISO 8601 in UTC with milliseconds. */
  at: string
  actor: { kind: string; id: string }
  /** `noun.verb` in the past: `source.created`. */
  action: string
  outcome: string
  target: { kind: string; id: string; team: string | null }
  /** SHA-256 of the payload, hexadecimal. */
  payload_hash: string
  /** The hash of the entry before, hexadecimal. */
  prev: string
}

type LeafTwo = LeafOne & {
  v: 2
  /** Who the actor acted for: the person of a token, the team of a bot. */
  on_behalf_of: { kind: string; id: string } | null
  /** What the action came in by: the console, the API with a token, the command line, a source. */
  source: { kind: string; id: string | null }
}

/** What can be erased, as it is hashed: names, addresses, values. Of format 2 it begins with a salt. */
export type Payload = { readonly [key: string]: Json }

/** The payload of format 2. The salt keeps who has the hash from trying names and addresses until one fits. */
export type SaltedPayload = {
  /** 16 random bytes, hexadecimal. */
  salt: string
  by: { name: string; ip: string | null; request_id: string | null; on_behalf_of: string | null }
  before: Json
  after: Json
  reason: string | null
}

/** Bytes of the salt of a payload of format 2. */
export const SALT_BYTES = 16

/** The canonical text (RFC 8785) of a leaf: these bytes are what is hashed, signed for and proven. */
export function leafText(leaf: Leaf): string {
  const { org, seq, at, actor, action, outcome, target, payload_hash, prev } = leaf
  const one = {
    org,
    seq,
    at,
    actor: { kind: actor.kind, id: actor.id },
    action,
    outcome,
    target: { kind: target.kind, id: target.id, team: target.team },
    payload_hash,
    prev,
  }
  if (!('v' in leaf)) return canonicalJson(one)
  const { on_behalf_of, source } = leaf
  return canonicalJson({
    ...one,
    v: 2,
    on_behalf_of: on_behalf_of === null ? null : { kind: on_behalf_of.kind, id: on_behalf_of.id },
    source: { kind: source.kind, id: source.id },
  })
}

/** The hash of an entry: that of its leaf in the tree (RFC 6962), and what the next entry calls `prev`. */
export const hashOfLeaf = (leaf: Leaf): Uint8Array => leafHash(leafText(leaf))

/** The canonical text of a payload of either format. */
export const payloadText = (payload: Payload): string => canonicalJson(payload)

/** SHA-256 over the canonical text of a payload: what its leaf calls `payload_hash`. */
export const hashOfPayload = (payload: Payload): Uint8Array => sha256(payloadText(payload))

/** An entry as it is kept. What a format does not have is null, and is not looked at. */
export type EntryFields = {
  format: LeafFormat
  orgId: string
  seq: number
  at: Date
  actor: { kind: string; id: string }
  onBehalfOf: { kind: string; id: string } | null
  action: string
  outcome: string
  target: { kind: string; id: string; teamId: string | null }
  /** Null in format 1 only. */
  source: { kind: string; id: string | null } | null
  payloadHash: Uint8Array
  previousHash: Uint8Array
}

/** The leaf of a kept entry: the one place that says which words of an entry stay for good. */
export function leafOf(entry: EntryFields): Leaf {
  const one = {
    org: entry.orgId,
    seq: entry.seq,
    at: entry.at.toISOString(),
    actor: { kind: entry.actor.kind, id: entry.actor.id },
    action: entry.action,
    outcome: entry.outcome,
    target: { kind: entry.target.kind, id: entry.target.id, team: entry.target.teamId },
    payload_hash: hex(entry.payloadHash),
    prev: hex(entry.previousHash),
  }
  if (entry.format === 1) return one
  if (entry.source === null) throw new TypeError(`Entry ${entry.seq} of format 2 has no source`)
  return { ...one, v: 2, on_behalf_of: entry.onBehalfOf, source: entry.source }
}

/** The payload of format 1, as it was hashed: what was kept in columns of its own. */
export const payloadOfFormatOne = (of: {
  by: { name: string; ip: string | null; requestId: string | null }
  before: Json
  after: Json
}): Payload => ({
  by: { name: of.by.name, ip: of.by.ip, request_id: of.by.requestId },
  before: of.before,
  after: of.after,
})

/** Null unless the value has every word of a leaf in the form that it must have, and no other. */
export function asLeaf(value: unknown): Leaf | null {
  if (!isRecord(value)) return null
  const format: LeafFormat = 'v' in value ? 2 : 1
  const isOne =
    isText(value.org) &&
    typeof value.seq === 'number' &&
    Number.isSafeInteger(value.seq) &&
    isText(value.at) &&
    isNamed(value.actor, 2) &&
    isText(value.action) &&
    isText(value.outcome) &&
    isNamed(value.target, 3) &&
    isTextOrNull(value.target.team) &&
    isHashText(value.payload_hash) &&
    isHashText(value.prev)
  if (!isOne) return null
  const words = Object.keys(value).length
  if (format === 1) return words === 9 ? (value as LeafOne) : null
  const isTwo =
    value.v === 2 &&
    (value.on_behalf_of === null || isNamed(value.on_behalf_of, 2)) &&
    isRecord(value.source) &&
    Object.keys(value.source).length === 2 &&
    isText(value.source.kind) &&
    isTextOrNull(value.source.id)
  return isTwo && words === 12 ? (value as LeafTwo) : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value)
const isHashText = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value)
/** `kind` and `id` as texts, and so many words in all. */
const isNamed = (value: unknown, words: number): value is Record<string, unknown> =>
  isRecord(value) && Object.keys(value).length === words && isText(value.kind) && isText(value.id)
