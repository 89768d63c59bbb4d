import { randomUUID } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditCheckpoints, auditKeys, auditPublications } from '@/db/schema/audit'
import { hex, isSameBytes } from '@/lib/audit/byte-text'
import { auditOrigin, signCheckpoint } from '@/lib/audit/checkpoint'
import { frontierRoot } from '@/lib/audit/merkle-tree'
import {
  keyIdOf,
  readVerifierKey,
  type Signer,
  type VerifierKey,
  verifierKeyText,
} from '@/lib/audit/signed-note'
import { systemActor } from '@/lib/model/scope'
import { appendAndTell, lockHead } from './append-audit-entry'
import { BrokenLog, type Checked, checkEntries, checkMany, requireGoingOn } from './check-audit-log'

export type SignedCheckpoint = { size: number; root: Uint8Array; note: string; at: Date }

/** Who signs, and the last checkpoint that is kept outside of the database, if there is one at hand. */
export type Signing = { signers: readonly [Signer, ...Signer[]]; kept: string | null; now: Date }

/**
 * Signs what the log has become, once it is shown to go on from what was signed last: in one transaction that holds the head.
 * Returns null when nothing was added since. Throws a `BrokenLog`, and signs nothing, for a log that does not go on.
 */
export async function signAuditCheckpoint(
  orgId: string,
  signing: Signing,
  on: Db = database(),
): Promise<SignedCheckpoint | null> {
  const last = await lastCheckpoint(orgId, on)
  const checked = await checkMany(orgId, last?.size ?? 0, on)
  return on.transaction((tx) => signWithin(tx, orgId, signing, checked))
}

/** The same within a transaction, whose last entries are to be signed for with it. */
export async function signWithin(
  tx: Db,
  orgId: string,
  { signers, kept, now }: Signing,
  checked: Checked | null = null,
): Promise<SignedCheckpoint | null> {
  const [signer] = signers
  let head = await lockHead(tx, orgId)
  const last = await lastCheckpoint(orgId, tx)
  if (head.seq === 0 || (last !== null && last.size === head.seq)) return null
  const keys = await knownKeys(orgId, tx)
  if (keys.length === 0) {
    await announceFirst(tx, orgId, signer, now)
    head = await lockHead(tx, orgId)
  } else refuseUnknown(keys, signer, head.seq)
  await requireGoingOn(tx, orgId, { tree: head.tree, last, kept, keys: [...signers, ...keys] })
  const end = await checkEntries(tx, orgId, checked ?? { size: last?.size ?? 0, hash: null }, head.seq)
  if (end.size !== head.seq || end.hash === null || !isSameBytes(end.hash, head.hash))
    throw new BrokenLog(
      end.size,
      `The log ends with entry ${end.size}, and not as it was left at ${head.seq}`,
    )
  const root = frontierRoot(head.tree)
  const note = signCheckpoint({ origin: auditOrigin(orgId), size: head.seq, root }, signers)
  const signed = { size: head.seq, root, note, at: now }
  await tx.insert(auditCheckpoints).values({ orgId, ...signed, root: Buffer.from(root) })
  return signed
}

/** What was signed last; null before the first. */
export async function lastCheckpoint(
  orgId: string,
  tx: Db,
): Promise<{ size: number; root: Buffer; note: string; at: Date } | null> {
  const [last] = await tx
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.orgId, orgId))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1)
  return last ?? null
}

/** The keys of a log that are not retired, and those that are, as verifiers know them. */
export async function knownKeys(
  orgId: string,
  tx: Db,
): Promise<(VerifierKey & { id: string; isRetired: boolean })[]> {
  const rows = await tx
    .select()
    .from(auditKeys)
    .where(eq(auditKeys.orgId, orgId))
    .orderBy(desc(auditKeys.since))
  return rows.flatMap(({ id, vkey, retiredAt }) => {
    const key = readVerifierKey(vkey)
    return key === null ? [] : [{ ...key, id, isRetired: retiredAt !== null }]
  })
}

async function announceFirst(tx: Db, orgId: string, signer: Signer, now: Date): Promise<void> {
  const id = hex(keyIdOf(signer))
  const vkey = verifierKeyText(signer)
  await tx.insert(auditKeys).values({ orgId, id, vkey, since: now })
  // What is signed is kept outside of the database from the first checkpoint on.
  await tx
    .insert(auditPublications)
    .values({ orgId, id: randomUUID(), kind: 'file', settings: {}, createdAt: now })
  await appendAndTell(
    tx,
    { orgId, actor: systemActor('audit') },
    {
      action: 'signing_key.created',
      target: { kind: 'signing_key', id, teamId: null },
      after: { vkey },
    },
  )
}

function refuseUnknown(
  keys: readonly { id: string; isRetired: boolean }[],
  signer: Signer,
  size: number,
): void {
  const id = hex(keyIdOf(signer))
  const known = keys.find((key) => key.id === id)
  if (known === undefined)
    throw new BrokenLog(size, `The key ${id} was never announced; use bin/runledger audit rotate-key`)
  if (known.isRetired)
    throw new BrokenLog(size, `The key ${id} is retired; the key that took its place has to sign`)
}
