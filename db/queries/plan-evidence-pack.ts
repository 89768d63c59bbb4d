import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditEntries } from '@/db/schema/audit'
import { lineOf, olderCheckpoints, rangeLines, rangePackHead } from '@/db/store/audit-pack'
import { hashesFor } from '@/db/store/audit-proofs'
import { knownKeys, lastCheckpoint } from '@/db/store/sign-audit-checkpoint'
import { PACK_FORMAT, type PackHead } from '@/lib/audit/evidence-pack'
import { inclusionPlan, proofBy, type Subtree } from '@/lib/audit/merkle-proof'
import type { AuditFilter } from '@/lib/model/audit-entry'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { isAuditable } from './audit-filter'
import { listAuditEntries } from './list-audit-entries'

/** Entries of a pack that holds all between two; a few hundred megabytes. */
export const PACK_RANGE_MAX = 1_000_000
/** Entries of a pack that holds some, each of which carries a proof of its own. */
export const PACK_SELECTION_MAX = 10_000
const BATCH = 500

/** A pack to be written: everything of it but its entries, and the lines of these, read while they are written. */
export type EvidencePack = { head: PackHead; lines: () => AsyncGenerator<string, void, undefined> }

/**
 * A pack of what the filter finds. Where nothing but time narrows it, and who asks may read all of the log, it holds every
 * entry between two; else those that were found, each with its own proof under the last checkpoint.
 */
export async function planEvidencePack(
  scope: Scope,
  filter: AuditFilter,
  /** What was asked for, in words that the manifest repeats; null for everything. */
  asked: string | null,
  on: Db = database(),
): Promise<EvidencePack> {
  const { since, until, ...narrowed } = filter
  const isWhole = teamsFor(scope, 'audit.read') === null && Object.keys(narrowed).length === 0
  const pack = isWhole
    ? await planRange(scope, { since, until }, asked, on)
    : await planSelection(scope, filter, asked, on)
  if (pack === null)
    throw new Refusal(
      'conflict',
      'Nothing of this is signed yet. A checkpoint is signed within five minutes.',
    )
  return pack
}

type Times = Pick<{ since: Date | undefined; until: Date | undefined }, 'since' | 'until'>

async function planRange(
  scope: Scope,
  { since, until }: Times,
  asked: string | null,
  on: Db,
): Promise<EvidencePack | null> {
  const { orgId } = scope
  const found = await on.execute<{ from: string | null; to: string | null }>(sql`
    select min(e.seq) as "from", max(e.seq) as "to" from audit_entries e
    where ${isAuditable(scope)} and ${since === undefined ? sql`true` : sql`e.at >= ${since.toISOString()}::timestamptz`}
      and ${until === undefined ? sql`true` : sql`e.at < ${until.toISOString()}::timestamptz`}`)
  const { from = null, to = null } = found.rows[0] ?? {}
  if (from === null || to === null) return null
  const range = { from: Number(from), to: Number(to) }
  if (range.to - range.from >= PACK_RANGE_MAX)
    throw new Refusal(
      'too_large',
      `A pack holds ${PACK_RANGE_MAX} entries at most. Ask for a shorter time, and for several packs.`,
    )
  const head = await rangePackHead(on, orgId, range, new Date())
  if (head === null) return null
  return {
    head: { ...head, manifest: { ...head.manifest, filter: asked } },
    lines: () => rangeLines(on, orgId, range),
  }
}

async function planSelection(
  scope: Scope,
  filter: AuditFilter,
  asked: string | null,
  on: Db,
): Promise<EvidencePack | null> {
  const { orgId } = scope
  const checkpoint = await lastCheckpoint(orgId, on)
  const found = await listAuditEntries(scope, filter, PACK_SELECTION_MAX, on)
  if (found.length > PACK_SELECTION_MAX)
    throw new Refusal(
      'too_large',
      `A pack of selected entries holds ${PACK_SELECTION_MAX} at most. Narrow it down, or take all of a stretch of time.`,
    )
  if (checkpoint === null) return null
  const { size } = checkpoint
  const seqs = found
    .map(({ seq }) => seq)
    .filter((seq) => seq <= size)
    .sort((a, b) => a - b)
  const [from, to] = [seqs.at(0), seqs.at(-1)]
  if (from === undefined || to === undefined) return null
  return {
    head: {
      manifest: {
        ...{ format: PACK_FORMAT, org: orgId, made_at: new Date().toISOString(), kind: 'selection' },
        ...{ filter: asked, from, to, entries: seqs.length },
      },
      checkpoint: checkpoint.note,
      proof: null,
      older: await olderCheckpoints(on, orgId, size),
      keys: await knownKeys(orgId, on),
    },
    lines: () => selectedLines(on, orgId, seqs, size),
  }
}

async function* selectedLines(
  on: Db,
  orgId: string,
  seqs: readonly number[],
  size: number,
): AsyncGenerator<string, void, undefined> {
  const known = new Map<string, Uint8Array>()
  for (let at = 0; at < seqs.length; at += BATCH) {
    const batch = seqs.slice(at, at + BATCH)
    const plans = batch.map((seq) => inclusionPlan(seq - 1, size))
    const [rows, hashOf] = await Promise.all([
      on
        .select()
        .from(auditEntries)
        .where(and(eq(auditEntries.orgId, orgId), inArray(auditEntries.seq, batch))),
      hashesFor(on, orgId, plans),
    ])
    const bySeq = new Map(rows.map((row) => [row.seq, row]))
    for (const [index, seq] of batch.entries()) {
      const [row, plan] = [bySeq.get(seq), plans[index]]
      if (row !== undefined && plan !== undefined)
        yield lineOf(row, proofBy(plan, remembering(known, hashOf)))
    }
  }
}

/** Paths of neighbours have most of their subtrees in common; each of these is folded once. */
function remembering(
  known: Map<string, Uint8Array>,
  hashOf: (subtree: Subtree) => Uint8Array,
): (subtree: Subtree) => Uint8Array {
  return (subtree) => {
    const key = `${subtree.level}/${subtree.index}`
    const hash = known.get(key) ?? hashOf(subtree)
    known.set(key, hash)
    return hash
  }
}
