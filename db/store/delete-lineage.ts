import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'

/**
 * Deletes up to `batchRows` runs of OpenLineage of which nothing came since the day of `before`, with what they used and where
 * data went; then as many datasets and jobs of which nothing came either, with their facets. Returns how many runs, datasets
 * or jobs went, whichever were most: call until it is less than `batchRows`.
 */
export async function deleteLineageBefore(
  orgId: string,
  before: Date,
  batchRows = 1_000,
  on: Db = database(),
): Promise<number> {
  const day = before.toISOString().slice(0, 10)
  return on.transaction(async (tx) => {
    const take = async (table: string, column: string) => {
      const [name, id] = [sql.identifier(table), sql.identifier(column)]
      const old = await tx.execute<{ id: string }>(sql`
        delete from ${name} where org_id = ${orgId} and ${id} in (
          select ${id} from ${name} where org_id = ${orgId} and seen_on < ${day}
          order by seen_on limit ${batchRows} for update skip locked)
        returning ${id} as id`)
      return old.rows.map((row) => row.id)
    }
    const drop = async (table: string, column: string, ids: readonly string[]) => {
      if (ids.length === 0) return
      const all = sql`${`{${ids.join(',')}}`}::uuid[]`
      await tx.execute(sql`
        delete from ${sql.identifier(table)} where org_id = ${orgId} and ${sql.identifier(column)} = any(${all})`)
    }
    const records = await take('lineage_records', 'key')
    await drop('lineage_uses', 'record_key', records)
    await drop('lineage_edges', 'record_key', records)
    const datasets = await take('lineage_datasets', 'id')
    await drop('lineage_aliases', 'dataset_id', datasets)
    const jobs = await take('lineage_jobs', 'id')
    await drop('lineage_facets', 'owner_id', [...datasets, ...jobs])
    return Math.max(records.length, datasets.length, jobs.length)
  })
}
