import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Json } from '@/lib/audit/canonical-json'
import {
  GENESIS_HASH,
  hashOfLeaf,
  hashOfPayload,
  leafOf,
  SALT_BYTES,
  type SaltedPayload,
} from '@/lib/audit/leaf'
import { appendLeaf, type Frontier, frontierBytes } from '@/lib/audit/merkle-tree'
import { storableJson, storableText } from '@/lib/audit/storable'
import type { AuditOutcome } from '@/lib/model/audit-entry'
import type { Actor } from '@/lib/model/scope'
import { keepFullTiles, treeOf } from './audit-tree'

/** What somebody did to what. Never holds a secret: `before` and `after` are kept and shown. */
export type AuditEntry = {
  /** `noun.verb` in the past: `source.created`. */
  action: string
  target: { kind: string; id: string; teamId: string | null }
  before?: Json
  after?: Json
  /** Why, in the words of who did it. */
  reason?: string | null
}

/** Where an entry came to stand. */
export type Appended = { seq: number; hash: Uint8Array; tree: Frontier }

/**
 * Appends to the organization's chain and tree within the caller's transaction. It takes the head's row lock, which makes
 * `seq` gapless, so it comes last: whoever holds the lock has nothing left to wait for.
 */
export async function appendAuditEntry(
  tx: Db,
  by: { orgId: string; actor: Actor },
  entry: AuditEntry,
  outcome: AuditOutcome = 'done',
): Promise<void> {
  await appendAndTell(tx, by, entry, outcome)
}

/** The same, for who goes on with what the log has become. */
export async function appendAndTell(
  tx: Db,
  by: { orgId: string; actor: Actor },
  entry: AuditEntry,
  outcome: AuditOutcome = 'done',
): Promise<Appended> {
  const { orgId } = by
  const salt = randomBytes(SALT_BYTES)
  const actor = storableActor(by.actor)
  const target = { ...entry.target, id: storableText(entry.target.id) }
  const payload = payloadOf(actor, entry, salt)
  const head = await lockHead(tx, orgId)
  const fields = {
    format: 2 as const,
    orgId,
    seq: head.seq + 1,
    at: new Date(),
    actor: { kind: actor.kind, id: actor.id },
    onBehalfOf: actor.onBehalfOf && { kind: actor.onBehalfOf.kind, id: actor.onBehalfOf.id },
    action: entry.action,
    outcome,
    target,
    source: actor.source,
    payloadHash: hashOfPayload(payload),
    previousHash: head.hash,
  }
  const hash = hashOfLeaf(leafOf(fields))
  const tree = appendLeaf(head.tree, hash)
  const json = (value: Json) => (value === null ? null : JSON.stringify(value))
  // One statement: everybody else waits for the head until this transaction has ended.
  await tx.execute(sql`with appended as (
    insert into audit_entries (org_id, seq, id, format, at, actor_kind, actor_id, actor_name, on_behalf_of_kind,
      on_behalf_of_id, on_behalf_of_name, action, target_kind, target_id, team_id, source_kind, source_id, ip, request_id,
      outcome, before, after, reason, salt, payload_hash, previous_hash, hash)
    values (${orgId}, ${fields.seq}, ${randomUUID()}, 2, ${fields.at.toISOString()}, ${actor.kind}, ${actor.id}, ${actor.name},
      ${actor.onBehalfOf?.kind ?? null}, ${actor.onBehalfOf?.id ?? null}, ${actor.onBehalfOf?.name ?? null},
      ${entry.action}, ${target.kind}, ${target.id}, ${target.teamId}, ${actor.source.kind}, ${actor.source.id},
      ${actor.ip}, ${actor.requestId}, ${outcome}, ${json(payload.before)}::jsonb, ${json(payload.after)}::jsonb,
      ${payload.reason}, ${salt}, ${Buffer.from(fields.payloadHash)}, ${head.hash}, ${Buffer.from(hash)}))
    update audit_heads set seq = ${fields.seq}, hash = ${Buffer.from(hash)}, frontier = ${Buffer.from(frontierBytes(tree))}
    where org_id = ${orgId}`)
  await keepFullTiles(tx, orgId, tree.size)
  return { seq: fields.seq, hash, tree }
}

/** The end of a log, locked until the transaction ends. */
export type Head = { seq: number; hash: Buffer; tree: Frontier }

/** Takes the row lock of an organization's log: nobody appends until the transaction ends. */
export async function lockHead(tx: Db, orgId: string): Promise<Head> {
  const head = (await lockedHead(tx, orgId)) ?? (await firstHead(tx, orgId))
  const seq = Number(head.seq)
  return { seq, hash: head.hash, tree: await treeOf(tx, orgId, seq, head.frontier) }
}

type HeadRow = { seq: string; hash: Buffer; frontier: Buffer | null }

/** Those who wait for the same row are served one after the other, which an upsert would make start anew each time. */
async function lockedHead(tx: Db, orgId: string): Promise<HeadRow | undefined> {
  const locked = await tx.execute<HeadRow>(
    sql`select seq, hash, frontier from audit_heads where org_id = ${orgId} for update`,
  )
  return locked.rows[0]
}

async function firstHead(tx: Db, orgId: string): Promise<HeadRow> {
  await tx.execute(sql`insert into audit_heads (org_id, seq, hash) values (${orgId}, 0, ${Buffer.from(GENESIS_HASH)})
    on conflict (org_id) do nothing`)
  const head = await lockedHead(tx, orgId)
  if (head === undefined) throw new Error('The head of the audit log could not be locked')
  return head
}

function payloadOf(actor: Actor, entry: AuditEntry, salt: Buffer): SaltedPayload {
  return {
    salt: salt.toString('hex'),
    by: {
      name: actor.name,
      ip: actor.ip,
      request_id: actor.requestId,
      on_behalf_of: actor.onBehalfOf?.name ?? null,
    },
    before: storableJson(entry.before ?? null),
    after: storableJson(entry.after ?? null),
    reason: entry.reason == null ? null : storableText(entry.reason),
  }
}

/** What people and their browsers say of themselves may be anything. */
function storableActor(actor: Actor): Actor {
  const { onBehalfOf, ip, requestId } = actor
  return {
    ...actor,
    name: storableText(actor.name),
    ip: ip === null ? null : storableText(ip),
    requestId: requestId === null ? null : storableText(requestId),
    onBehalfOf: onBehalfOf && { ...onBehalfOf, name: storableText(onBehalfOf.name) },
  }
}
