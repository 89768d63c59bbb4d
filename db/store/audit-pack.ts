import { and, asc, desc, eq, gte, lte } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type AuditRow, fieldsOfRow, payloadOfRow } from '@/db/queries/audit-row'
import { auditCheckpoints, auditEntries } from '@/db/schema/audit'
import { entryLine, type OlderCheckpoint, PACK_FORMAT, type PackHead } from '@/lib/audit/evidence-pack'
import { leafOf } from '@/lib/audit/leaf'
import { EMPTY_FRONTIER } from '@/lib/audit/merkle-tree'
import { consistencyProof, treeAt } from './audit-proofs'
import { knownKeys, lastCheckpoint } from './sign-audit-checkpoint'

const BATCH = 1000
/** Checkpoints before the last that a pack proves itself against: what people kept is likely among them. */
const OLDER_MOST = 100

/** All of the pack of entries `[from, to]` but their lines; null while nothing is signed, or where there is no such entry. */
export async function rangePackHead(
  tx: Db,
  orgId: string,
  { from, to }: { from: number; to: number },
  now: Date,
): Promise<PackHead | null> {
  const checkpoint = await lastCheckpoint(orgId, tx)
  if (checkpoint === null || from > to || from < 1) return null
  const { size } = checkpoint
  return {
    manifest: {
      format: PACK_FORMAT,
      org: orgId,
      made_at: now.toISOString(),
      kind: 'range',
      filter: null,
      from,
      to,
      entries: to - from + 1,
    },
    checkpoint: checkpoint.note,
    proof: {
      before: from === 1 ? EMPTY_FRONTIER : await treeAt(tx, orgId, from - 1),
      consistency: to < size ? ((await proofIfAny(tx, orgId, to, size)) ?? []) : [],
    },
    older: await olderCheckpoints(tx, orgId, size),
    keys: await knownKeys(orgId, tx),
  }
}

/** Checkpoints that were signed before, the newest first, each with its proof. */
export async function olderCheckpoints(tx: Db, orgId: string, size: number): Promise<OlderCheckpoint[]> {
  const rows = await tx
    .select({ size: auditCheckpoints.size, note: auditCheckpoints.note })
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.orgId, orgId), lte(auditCheckpoints.size, size - 1)))
    .orderBy(desc(auditCheckpoints.size))
    .limit(OLDER_MOST)
  const older: OlderCheckpoint[] = []
  for (const row of rows) {
    const proof = await proofIfAny(tx, orgId, row.size, size)
    if (proof !== null) older.push({ note: row.note, proof })
  }
  return older
}

/** Null where hashes are missing: a pack of such a log is made all the same, and shows what is wrong with it. */
async function proofIfAny(tx: Db, orgId: string, size1: number, size2: number): Promise<Uint8Array[] | null> {
  try {
    return await consistencyProof(tx, orgId, size1, size2)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The lines of entries `[from, to]` in order, without newlines, as a pack has them. */
export async function* rangeLines(
  tx: Db,
  orgId: string,
  { from, to }: { from: number; to: number },
): AsyncGenerator<string, void, undefined> {
  for (let next = from; next <= to; next += BATCH) {
    const rows = await tx
      .select()
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.orgId, orgId),
          gte(auditEntries.seq, next),
          lte(auditEntries.seq, Math.min(to, next + BATCH - 1)),
        ),
      )
      .orderBy(asc(auditEntries.seq))
    for (const row of rows) yield lineOf(row)
  }
}

/** An entry as a pack has it; in a selection, with its proof. */
export const lineOf = (row: AuditRow, proof?: readonly Uint8Array[]): string =>
  entryLine({
    leaf: leafOf(fieldsOfRow(row)),
    payload: payloadOfRow(row),
    ...(proof === undefined ? {} : { proof }),
  })
