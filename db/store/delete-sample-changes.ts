import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { SAMPLE_ACTORS } from '@/lib/sample/hooks'

/** Deletes what the sample told of changes and what came of it. Before its events and flows, by which it is found. */
export async function deleteSampleChanges(
  tx: Db,
  orgId: string,
  sourceIds: readonly string[],
  repositoryId: string | null,
): Promise<void> {
  const sources = sql`${`{${sourceIds.join(',')}}`}::uuid[]`
  const actors = sql`${sql.param([...SAMPLE_ACTORS])}::text[]`
  const flows = sql`select id from flows where org_id = ${orgId} and source_id = any(${sources})`
  const ofFlows = sql`org_id = ${orgId} and flow_id in (${flows})`
  const ofSources = sql`org_id = ${orgId} and source_id = any(${sources})`
  const ofRepository = sql`org_id = ${orgId} and repository_id = ${repositoryId}`
  const statements = [
    sql`delete from change_notes where org_id = ${orgId} and change_id in (select id from changes where ${ofSources})`,
    sql`delete from changes where ${ofSources}`,
    sql`delete from flow_versions where ${ofFlows}`,
    sql`delete from flow_drift where ${ofFlows}`,
    sql`delete from executed_versions where ${ofFlows}`,
    sql`delete from executed_turns where ${ofFlows}`,
    sql`delete from changed_flows where ${ofFlows}`,
    // A definition is kept by what it says: somebody real may have the same.
    sql`delete from definitions d where d.org_id = ${orgId}
      and (d.hash in (select hash from change_tellings where ${ofSources})
        or d.hash in (select unnest(array[before_hash, after_hash]) from commit_definitions where ${ofRepository}))
      and not exists (select 1 from change_tellings t
        where t.org_id = d.org_id and t.hash = d.hash and t.source_id <> all(${sources}))
      and not exists (select 1 from commit_definitions c
        where c.org_id = d.org_id and c.repository_id is distinct from ${repositoryId}::uuid and (c.before_hash = d.hash or c.after_hash = d.hash))
      and d.hash not in (select decode(m->>'hash', 'hex') from definitions f cross join jsonb_array_elements(f.files) m
        where f.org_id = ${orgId})`,
    sql`delete from change_tellings where ${ofSources}`,
    sql`delete from commit_definitions where ${ofRepository}`,
    sql`delete from repository_files where ${ofRepository}`,
    sql`delete from commits where ${ofRepository}`,
    sql`delete from repository_rules where org_id = ${orgId}
      and (repository_id = ${repositoryId} or source_id = any(${sources}))`,
    sql`delete from repositories where org_id = ${orgId} and id = ${repositoryId}`,
    sql`delete from actor_merges where org_id = ${orgId} and (first_key = any(${actors}) or second_key = any(${actors}))`,
    sql`delete from actors where org_id = ${orgId} and key = any(${actors})`,
  ]
  for (const statement of statements) await tx.execute(statement)
}
