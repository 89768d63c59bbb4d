import path from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as migrateFolder } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { config } from '@/lib/config'
import { Obstacle } from '@/lib/model/obstacle'
import journal from './migrations/meta/_journal.json'

/** Any number works, as long as every process of every version takes the same one. */
const MIGRATION_LOCK = 0x52_4c_44_47

/** When the newest migration that this version knows was made; migrations are told apart by that. */
export const newestMigration = Math.max(...journal.entries.map((entry) => entry.when))

/** Brings the database up to this version. Processes that start at once take turns; a newer database is refused. */
export async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'runledger-migrate' })
  await client.connect()
  try {
    // A session lock: it goes with the connection, however this process ends.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await refuseNewer(client)
    await migrateFolder(drizzle(client), { migrationsFolder: path.join(config().root, 'db/migrations') })
  } finally {
    await client.end()
  }
}

/** True when the database has exactly the migrations that this version knows. */
export async function isMigrated(on: Pick<Client, 'query'>): Promise<boolean> {
  return (await newestApplied(on)) === newestMigration
}

async function refuseNewer(client: Client): Promise<void> {
  const applied = await newestApplied(client)
  if (applied !== null && applied > newestMigration) {
    throw new Obstacle(
      'The database was migrated by a newer version of Runledger',
      'Update this checkout to at least that version, or point DATABASE_URL at another database.',
    )
  }
}

async function newestApplied(on: Pick<Client, 'query'>): Promise<number | null> {
  const table = await on.query<{ name: string | null }>(
    `select to_regclass('drizzle.__drizzle_migrations')::text as name`,
  )
  if (table.rows[0]?.name === null) return null
  const newest = await on.query<{ at: string | null }>(
    'select max(created_at)::text as at from drizzle.__drizzle_migrations',
  )
  const at = newest.rows[0]?.at
  return at === null || at === undefined ? null : Number(at)
}
