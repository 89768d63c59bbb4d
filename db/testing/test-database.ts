import { randomBytes } from 'node:crypto'
import { Client, DatabaseError } from 'pg'
import { inject } from 'vitest'
import { createDatabase, type Database } from '../client'
import { databaseUrl } from './database-url'

const INSUFFICIENT_PRIVILEGE = '42501'

export type TestDatabase = Database & { url: string }

/** A database of one's own, copied from the migrated template; `close` drops it. */
export async function testDatabase(): Promise<TestDatabase> {
  const templateUrl = inject('templateUrl')
  const template = new URL(templateUrl).pathname.slice(1)
  const own = databaseUrl(templateUrl, `${template}_${randomBytes(4).toString('hex')}`)
  // Not through the template itself: a database with visitors cannot be copied.
  const server = databaseUrl(templateUrl, 'postgres')
  // Copying files is quicker than logging every page when the server need not survive a power cut.
  await once(server.url, `create database "${own.name}" template "${template}" strategy file_copy`)
  const database = createDatabase(own.url, { max: 8, applicationName: 'runledger-test' })
  return {
    ...database,
    url: own.url,
    close: async () => {
      await database.close()
      await drop(server.url, own.name)
    },
  }
}

/** By force, as whoever was cut off may still be there. A worker of autovacuum may not be forced; it is sent away by a drop without. */
async function drop(server: string, name: string): Promise<void> {
  try {
    await once(server, `drop database if exists "${name}" with (force)`)
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === INSUFFICIENT_PRIVILEGE)) throw error
    await once(server, `drop database if exists "${name}"`)
  }
}

async function once(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
