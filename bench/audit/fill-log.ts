import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { teams } from '@/db/schema/people'
import { treeOf } from '@/db/store/audit-tree'
import { GENESIS_HASH, hashOfLeaf, hashOfPayload, leafOf, type SaltedPayload } from '@/lib/audit/leaf'
import { frontierBytes } from '@/lib/audit/merkle-tree'
import type { AuditSource } from '@/lib/model/audit-entry'
import { pick, seededRandom } from '../generator/random'
import { CopyTarget } from '../read/copy-target'
import { dropIndexes } from '../read/drop-indexes'

const DAY_MS = 86_400_000

/** What is done, and how often of a thousand; a team's and the organization's. Some are done by hand once in a year. */
const ACTIONS: [action: string, kind: string, weight: number, by: 'people' | 'worker'][] = [
  ['flow.changed', 'flow', 300, 'worker'],
  ['session.started', 'session', 250, 'people'],
  ['execution.exported', 'execution', 120, 'people'],
  ['audit_log.read', 'audit_log', 100, 'people'],
  ['source.changed', 'source', 80, 'people'],
  ['change.reviewed', 'change', 60, 'people'],
  ['token.created', 'token', 40, 'people'],
  ['view.saved', 'view', 30, 'people'],
  ['member.added', 'member', 15, 'people'],
  ['team.renamed', 'team', 4.5, 'people'],
  ['repository.connected', 'repository', 0.4, 'people'],
  ['retention.changed', 'organization', 0.09, 'people'],
  ['legal_hold.set', 'legal_hold', 0.01, 'people'],
]
const SUBJECTS = [
  'orders',
  'customers',
  'invoices',
  'sessions',
  'payments',
  'inventory',
  'shipments',
] as const
const COLUMNS = [
  ...['org_id', 'seq', 'id', 'format', 'at', 'actor_kind', 'actor_id', 'actor_name', 'action', 'target_kind'],
  ...[
    'target_id',
    'team_id',
    'source_kind',
    'source_id',
    'ip',
    'request_id',
    'outcome',
    'before',
    'after',
    'reason',
  ],
  ...['salt', 'payload_hash', 'previous_hash', 'hash'],
]

/**
 * Appends so many entries to an organization's log as they would have come over the days before `now`: by forty people and by
 * Runledger itself, of all teams and, one of ten, of none; some actions are common and some are rare. Each stands in the chain
 * and in the tree, so that the log can be verified.
 */
export async function fillLog(
  { db, pool }: Database,
  of: { orgId: string; rows: number; days: number; now: Date },
): Promise<void> {
  const { orgId, rows } = of
  const known = await db
    .select({ id: teams.id })
    .from(teams)
    .where(sql`${teams.orgId} = ${orgId}`)
    .orderBy(teams.id)
  const head = await db.execute<{ seq: string; hash: Buffer }>(
    sql`select seq, hash from audit_heads where org_id = ${orgId}`,
  )
  const rebuild = await dropIndexes(pool, 'audit_entries')
  const target = await CopyTarget.open(pool, 'audit_entries', COLUMNS)
  const random = seededRandom(7)
  const first = Number(head.rows[0]?.seq ?? 0) + 1
  let previousHash: Uint8Array = head.rows[0]?.hash ?? GENESIS_HASH
  for (let n = 0; n < rows; n++) {
    const at = new Date(Math.floor(of.now.getTime() - ((rows - n) * of.days * DAY_MS) / rows))
    const said = entryOf(
      random,
      n,
      known.map(({ id }) => id),
    )
    const payloadHash = hashOfPayload(said.payload)
    const fields = {
      ...said,
      format: 2 as const,
      orgId,
      seq: first + n,
      at,
      onBehalfOf: null,
      payloadHash,
      previousHash,
    }
    const hash = hashOfLeaf(leafOf(fields))
    target.add(cellsOf(fields, hash))
    previousHash = hash
    await target.breathe()
  }
  await target.close()
  await rebuild()
  await db.transaction(async (tx) => {
    const seq = first + rows - 1
    const tree = await treeOf(tx, orgId, seq, null)
    await tx.execute(sql`
      insert into audit_heads (org_id, seq, hash, frontier)
      values (${orgId}, ${seq}, ${Buffer.from(previousHash)}, ${Buffer.from(frontierBytes(tree))})
      on conflict (org_id) do update set seq = excluded.seq, hash = excluded.hash, frontier = excluded.frontier`)
  })
  // As autovacuum does to a table that only grows: without it no index answers alone.
  await pool.query('vacuum analyze audit_entries')
}

function entryOf(random: () => number, n: number, teamIds: readonly string[]) {
  const [action, kind, , by] = actionAt(random() * 1000)
  const person = Math.floor(40 * random() ** 2)
  const thing = Math.floor(random() * 5000)
  const name = `load_${pick(random, [...SUBJECTS])}_${thing}`
  const source: AuditSource =
    by === 'worker'
      ? { kind: 'worker', id: 'changes' }
      : n % 12 === 0
        ? { kind: 'api', id: idOf(`token${person}`) }
        : { kind: 'console', id: null }
  const payload: SaltedPayload = {
    salt: createHash('md5').update(`salt${n}`).digest('hex'),
    by: {
      name: by === 'worker' ? 'Runledger' : `Person ${person}`,
      ip: by === 'worker' ? null : `10.0.${person}.${n % 7}`,
      request_id: by === 'worker' ? null : idOf(`request${n}`),
      on_behalf_of: null,
    },
    before: { name, schedule: '0 3 * * *', retries: n % 5, labels: ['finance', 'eu'] },
    after: { name, schedule: '0 2 * * *', retries: n % 7, labels: ['finance', 'eu', 'größer'] },
    reason: n % 9 === 0 ? 'Ticket 4711: the load has to be through before the doors open' : null,
  }
  return {
    actor: by === 'worker' ? { kind: 'system', id: 'changes' } : { kind: 'user', id: idOf(`user${person}`) },
    action,
    outcome: n % 200 === 0 ? 'denied' : 'done',
    target: {
      kind,
      id: idOf(`${kind}${thing}`),
      // What a team does, it does of its own things: of a rare action a team has few or none.
      teamId: n % 10 === 0 ? null : (teamIds[thing % Math.max(1, teamIds.length)] ?? null),
    },
    source,
    payload,
  }
}

type Said = ReturnType<typeof entryOf>

function cellsOf(
  of: Said & { orgId: string; seq: number; at: Date; payloadHash: Uint8Array; previousHash: Uint8Array },
  hash: Uint8Array,
) {
  const { payload, target, actor } = of
  const bytes = (value: Uint8Array) => `\\x${Buffer.from(value).toString('hex')}`
  return [
    ...[
      of.orgId,
      of.seq,
      idOf(`entry${of.seq}`),
      2,
      of.at.toISOString(),
      actor.kind,
      actor.id,
      payload.by.name,
    ],
    ...[of.action, target.kind, target.id, target.teamId, of.source.kind, of.source.id, payload.by.ip],
    ...[payload.by.request_id, of.outcome, JSON.stringify(payload.before), JSON.stringify(payload.after)],
    ...[payload.reason, `\\x${payload.salt}`, bytes(of.payloadHash), bytes(of.previousHash), bytes(hash)],
  ]
}

function actionAt(share: number): (typeof ACTIONS)[number] {
  let left = share
  for (const each of ACTIONS) {
    left -= each[2]
    if (left < 0) return each
  }
  return ['source.changed', 'source', 0, 'people']
}

/** The same id for the same words. */
function idOf(words: string): string {
  const hex = createHash('md5').update(words).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
