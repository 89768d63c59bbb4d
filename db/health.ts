import { sql } from 'drizzle-orm'
import { type Db, database } from './client'
import { newestMigration } from './migrate'

/** Why the database cannot be worked with right now, in words; null when it can. */
export async function databaseTrouble(on: () => Db = database): Promise<string | null> {
  try {
    const found = await on().execute<{ at: string }>(
      sql`select max(created_at)::text as at from drizzle.__drizzle_migrations`,
    )
    const applied = Number(found.rows[0]?.at ?? 0)
    if (applied === newestMigration) return null
    return applied < newestMigration
      ? 'the database is not migrated yet'
      : 'the database is of a newer version'
  } catch {
    return 'the database cannot be reached'
  }
}
