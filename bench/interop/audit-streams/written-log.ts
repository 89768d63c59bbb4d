import { appendAuditEntry } from '@/db/store/append-audit-entry'
import { AuditWorld } from '@/db/testing/audit-world'
import { personActor } from '@/lib/model/scope'
import type { BenchProduct } from '../../product/bench-product'

/** More than one object of S3 has, so that the rest of them waits for its minute. */
const PLAIN = 5_200
const LARGE_CHARACTERS = 100_000

/** Entries of all that an audit log says: plain ones, refused ones, text of every alphabet, and large ones. */
export async function writeLog({ store, orgId }: BenchProduct): Promise<void> {
  const log = new AuditWorld(store.db, orgId)
  // In many transactions: whoever else writes waits for the head of the log meanwhile.
  for (let n = 0; n < PLAIN; n += 400) await log.add(400)
  await log.add(60, {
    action: 'source.updated',
    target: { kind: 'source', id: 'src-ü', teamId: null },
    reason: 'Grüße 🌍\n2nd line\u2028 "quoted" \\ <b>',
    before: { name: '注文', rate: 0.5, days: 30, of: ['a', null, true, {}, []], none: null },
    after: { name: 'commandes\té', rate: -1e-7, large: Number.MAX_SAFE_INTEGER, of: [] },
  })
  await log.add(3, { after: { text: 'x€'.repeat(LARGE_CHARACTERS / 2) } })
  const actor = personActor({ id: 'eve', name: 'Eve', ip: '2001:db8::7', requestId: 'req-2' })
  await store.db.transaction(async (tx) => {
    for (let n = 0; n < 40; n++)
      await appendAuditEntry(
        tx,
        { orgId, actor },
        { action: 'audit.write', target: { kind: 'organization', id: orgId, teamId: null } },
        'denied',
      )
  })
}

/** So many more, while somebody is away. */
export const writeMore = ({ store, orgId }: BenchProduct, count: number): Promise<void> =>
  new AuditWorld(store.db, orgId).add(count, {}, 'Grace')

/** The number of the last entry. */
export async function lastEntry({ store, orgId }: BenchProduct): Promise<number> {
  const { rows } = await store.pool.query<{ seq: string }>('select seq from audit_heads where org_id = $1', [
    orgId,
  ])
  return Number(rows[0]?.seq ?? 0)
}
