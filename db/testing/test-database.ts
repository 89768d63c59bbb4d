import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { createDatabase, type Database } from '../client'
import { databaseUrl } from './database-url'

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
      await once(server.url, `drop database if exists "${own.name}" with (force)`)
    },
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
