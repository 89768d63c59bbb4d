import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { meaningOf } from '@/lib/changes/meaning/meaning'
import type { ChangeTelling, DefinitionTelling } from '@/lib/model/change'
import { knowFlows, type NamedFlow } from './know-flows'
import { markFlowsChanged } from './mark-flows-changed'
import { writeObjectChanges } from './write-object-changes'

/** A telling that nobody has folded yet. */
export type OpenTelling = {
  orgId: string
  eventId: string
  ordinal: number
  sourceId: string
  flowId: string | null
  repository: string | null
  sha: string | null
  telling: ChangeTelling
}

const AT_ONCE = 500

/**
 * Takes what events have said of definitions, commits, merges and edits to the flows that it is about, the oldest first, and
 * returns how many tellings that were. In one transaction: what is not folded stays open.
 */
export async function foldChangeTellings(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<OpenTelling>(sql`
      select t.org_id as "orgId", t.event_id as "eventId", t.ordinal, t.source_id as "sourceId", t.flow_id as "flowId",
        t.repository, t.sha, t.telling
      from organizations o
        join lateral (select * from change_tellings t where t.org_id = o.org_id and t.folded_at is null
          order by t.received_at limit ${AT_ONCE}) t on true
      limit ${AT_ONCE}`)
    for (const [orgId, tellings] of byOrganization(rows)) {
      await knowFlows(tx, orgId, tellings.flatMap(namedFlow))
      const hashes = await keepDefinitions(tx, orgId, tellings)
      await writeObjectChanges(tx, orgId, tellings)
      await markFlowsChanged(tx, orgId, await flowsOf(tx, orgId, tellings))
      await close(tx, orgId, tellings, hashes)
    }
    return rows.length
  })
}

/** The flow that a tool says it holds. An edit of one that is not held makes none. */
const namedFlow = ({ sourceId, telling }: OpenTelling): NamedFlow[] =>
  telling.about === 'definition' ? [{ sourceId, ...telling.of }] : []

/** Keeps each definition by what it means, and returns the hashes by telling. */
async function keepDefinitions(
  tx: Db,
  orgId: string,
  tellings: readonly OpenTelling[],
): Promise<Map<OpenTelling, string>> {
  const hashes = new Map<OpenTelling, string>()
  const kept = new Map<string, { format: string; text: string | null }>()
  for (const open of tellings) {
    const { telling } = open
    if (telling.about !== 'definition') continue
    const hash = hashOf(telling)
    if (hash === null) continue
    hashes.set(open, hash)
    if (kept.get(hash)?.text == null) kept.set(hash, { format: telling.format, text: telling.text })
  }
  const rows = [...kept].map(([hash, { format, text }]) => ({ hash: `\\x${hash}`, format, text }))
  if (rows.length > 0)
    await tx.execute(sql`
      insert into definitions (org_id, hash, format, text, first_seen_at)
      select ${orgId}::uuid, w.hash, w.format, w.text, clock_timestamp()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(hash bytea, format text, text text)
      on conflict (org_id, hash) do update set text = excluded.text
        where definitions.text is null and excluded.text is not null`)
  return hashes
}

/** What a definition means, as a hash in hexadecimal; of a text that cannot be read, that of its bytes. */
export function hashOf({ format, text, checksum, isGone }: DefinitionTelling): string | null {
  if (isGone === true) return null
  if (text === null) return checksum === undefined ? null : sha256(`checksum ${format} ${checksum}`)
  const meaning = meaningOf(format, text)
  return 'problem' in meaning ? sha256(`text ${format} ${text}`) : meaning.hash
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Flows that the tellings are about, by name or by the commits that touched them. */
async function flowsOf(tx: Db, orgId: string, tellings: readonly OpenTelling[]): Promise<string[]> {
  const named = tellings.flatMap(({ flowId }) => (flowId === null ? [] : [flowId]))
  const repositories = tellings.flatMap(({ repository }) => (repository === null ? [] : [repository]))
  if (repositories.length === 0) return named
  const numbers = tellings.map(({ telling }) => (telling.about === 'review' ? telling.number : null))
  const { rows } = await tx.execute<{ flowId: string }>(sql`
    with told as (select * from unnest(${sql.param(tellings.map(({ repository }) => repository))}::text[],
        ${sql.param(tellings.map(({ sha }) => sha))}::text[], ${sql.param(numbers)}::text[]) as w(repository, sha, number)),
      -- A review speaks of the commit that its request became.
      named as (select repository, sha from told union
        select m.repository, m.sha from told join change_tellings m on m.org_id = ${orgId}
          and m.repository = told.repository and m.about = 'merge' and m.telling->>'number' = told.number)
    select distinct d.flow_id as "flowId"
    from named w
      join repositories r on r.org_id = ${orgId} and r.name = w.repository
      join commits c on c.org_id = r.org_id and c.repository_id = r.id and c.sha = w.sha
      join commits b on b.org_id = r.org_id and b.repository_id = r.id
        and b.position between c.position - ${DEPLOYED_COMMITS} and c.position
      join commit_definitions d on d.org_id = b.org_id and d.repository_id = b.repository_id and d.sha = b.sha`)
  return [...named, ...rows.map(({ flowId }) => flowId)]
}

/** A deployment brings along what came before it; of a longer queue the flows wait for their next witness. */
const DEPLOYED_COMMITS = 200

async function close(
  tx: Db,
  orgId: string,
  tellings: readonly OpenTelling[],
  hashes: ReadonlyMap<OpenTelling, string>,
): Promise<void> {
  const rows = tellings.map((open) => {
    const hash = hashes.get(open)
    return { event_id: open.eventId, ordinal: open.ordinal, hash: hash === undefined ? null : `\\x${hash}` }
  })
  await tx.execute(sql`
    update change_tellings t set folded_at = clock_timestamp(), hash = w.hash
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(event_id uuid, ordinal int, hash bytea)
    where t.org_id = ${orgId} and t.event_id = w.event_id and t.ordinal = w.ordinal`)
}

function byOrganization(rows: readonly OpenTelling[]): Map<string, OpenTelling[]> {
  const all = new Map<string, OpenTelling[]>()
  for (const row of rows) {
    const same = all.get(row.orgId)
    if (same === undefined) all.set(row.orgId, [row])
    else same.push(row)
  }
  return all
}
