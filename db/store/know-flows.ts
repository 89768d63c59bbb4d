import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { flowIdOf } from '@/lib/executions/identity'

/** A flow by its tool's names. */
export type NamedFlow = { sourceId: string; namespace: string; flow: string }

/**
 * Makes flows known that a tool or a file defines and that nothing has run yet: the team of their source owns them until
 * a rule says otherwise. Returns their ids, in the order of the names.
 */
export async function knowFlows(tx: Db, orgId: string, flows: readonly NamedFlow[]): Promise<string[]> {
  const ids = flows.map((flow) => flowIdOf(orgId, flow))
  const rows = new Map(flows.map((flow, at) => [ids[at] ?? '', flow]))
  if (rows.size === 0) return ids
  const json = JSON.stringify(
    [...rows].map(([id, { sourceId, namespace, flow }]) => ({
      id,
      source_id: sourceId,
      namespace,
      name: flow,
    })),
  )
  await tx.execute(sql`
    insert into flows (org_id, id, source_id, team_id, namespace, name, dialect, first_seen_at)
    select ${orgId}::uuid, w.id, w.source_id, s.team_id, w.namespace, w.name, s.kind, clock_timestamp()
    from jsonb_to_recordset(${json}::jsonb) as w(id uuid, source_id uuid, namespace text, name text)
      join sources s on s.org_id = ${orgId} and s.id = w.source_id
    order by w.id
    on conflict do nothing`)
  return ids
}
