import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type AuditRow, fieldsOfRow, payloadOfRow } from '@/db/queries/audit-row'
import { auditEntries } from '@/db/schema/audit'
import { isSameBytes } from '@/lib/audit/byte-text'
import { auditOrigin, type Checkpoint, openCheckpoint } from '@/lib/audit/checkpoint'
import { GENESIS_HASH, hashOfLeaf, hashOfPayload, leafOf } from '@/lib/audit/leaf'
import { type Frontier, frontierRoot, isConsistent } from '@/lib/audit/merkle-tree'
import type { VerifierKey } from '@/lib/audit/signed-note'
import { consistencyProof, treeAt } from './audit-proofs'

/** Entries that are read at once; what is left when the head is locked is at most as many. */
const BATCH = 1000

/** A log that is not what was signed before. `size`: where that was seen. */
export class BrokenLog extends Error {
  override readonly name = 'BrokenLog'
  constructor(
    readonly size: number,
    message: string,
  ) {
    super(message)
  }
}

type GoingOn = {
  tree: Frontier
  last: { size: number; root: Buffer; note: string } | null
  kept: string | null
  keys: readonly VerifierKey[]
}

/** Compares with the last checkpoint here, and with the one that is kept outside: whoever can write here cannot write there. */
export async function requireGoingOn(
  tx: Db,
  orgId: string,
  { tree, last, kept, keys }: GoingOn,
): Promise<void> {
  for (const [note, whose] of [
    [last?.note ?? null, 'the last signed checkpoint'],
    [kept, 'the checkpoint kept in the data directory'],
  ] as const) {
    if (note === null) continue
    const opened = openCheckpoint(note, keys)
    if (!opened.ok || opened.checkpoint.origin !== auditOrigin(orgId))
      throw new BrokenLog(last?.size ?? 0, `No key of this log signed ${whose}`)
    await requireBeginning(tx, orgId, tree, opened.checkpoint, whose)
  }
  if (last === null) return
  const opened = openCheckpoint(last.note, keys)
  if (!opened.ok || opened.checkpoint.size !== last.size || !isSameBytes(opened.checkpoint.root, last.root))
    throw new BrokenLog(last.size, 'The last signed checkpoint is not the one that was stored')
}

async function requireBeginning(
  tx: Db,
  orgId: string,
  tree: Frontier,
  before: Checkpoint,
  whose: string,
): Promise<void> {
  const { size: size1, root: root1 } = before
  if (size1 > tree.size)
    throw new BrokenLog(tree.size, `The log has ${tree.size} entries; ${whose} was of ${size1}`)
  if (size1 === 0) return
  const kept = await treeOrBroken(tx, orgId, size1)
  const root2 = frontierRoot(await treeOrBroken(tx, orgId, tree.size))
  const proof = await consistencyProof(tx, orgId, size1, tree.size)
  const isSame =
    isSameBytes(frontierRoot(kept), root1) &&
    isSameBytes(frontierRoot(tree), root2) &&
    isConsistent({ size1, size2: tree.size, root1, root2, proof })
  if (!isSame)
    throw new BrokenLog(size1, `The first ${size1} entries are not those that ${whose} was signed for`)
}

/** Hashes that are missing where they must be are a broken log, not a fault of ours. */
async function treeOrBroken(tx: Db, orgId: string, size: number): Promise<Frontier> {
  try {
    return await treeAt(tx, orgId, size)
  } catch (error) {
    if (error instanceof RangeError) throw new BrokenLog(size, error.message)
    throw error
  }
}

/** Until where the entries are what their hashes say, and the hash of the last. */
export type Checked = { size: number; hash: Uint8Array | null }

/** Checks what was added since, while others go on adding: only the last entries are checked with the head locked. */
export async function checkMany(orgId: string, from: number, on: Db): Promise<Checked> {
  let checked: Checked = { size: from, hash: null }
  for (;;) {
    const next = await checkEntries(on, orgId, checked, checked.size + BATCH)
    if (next.size - checked.size < BATCH) return next
    checked = next
  }
}

/** Holds each entry to its hash, and to the entry before it. */
export async function checkEntries(tx: Db, orgId: string, from: Checked, to: number): Promise<Checked> {
  let checked = from
  if (checked.hash === null) checked = { size: from.size, hash: await hashOf(tx, orgId, from.size) }
  const rows = await tx
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.orgId, orgId), gt(auditEntries.seq, from.size), lte(auditEntries.seq, to)))
    .orderBy(asc(auditEntries.seq))
  for (const row of rows) {
    const isNext = row.seq === checked.size + 1
    const isChained = checked.hash !== null && isSameBytes(row.previousHash, checked.hash)
    if (!isNext || !isChained || !isAsHashed(row))
      throw new BrokenLog(row.seq, `Entry ${row.seq} is not what was written after entry ${checked.size}`)
    checked = { size: row.seq, hash: row.hash }
  }
  return checked
}

/** True when the entry is what its hash says, and what it says besides is what was hashed, or was erased. */
function isAsHashed(row: AuditRow): boolean {
  const payload = payloadOfRow(row)
  return (
    isSameBytes(row.hash, hashOfLeaf(leafOf(fieldsOfRow(row)))) &&
    (payload === null || isSameBytes(row.payloadHash, hashOfPayload(payload)))
  )
}

async function hashOf(tx: Db, orgId: string, seq: number): Promise<Uint8Array | null> {
  if (seq === 0) return GENESIS_HASH
  const found = await tx.execute<{ hash: Buffer }>(
    sql`select hash from audit_entries where org_id = ${orgId} and seq = ${seq}`,
  )
  return found.rows[0]?.hash ?? null
}
