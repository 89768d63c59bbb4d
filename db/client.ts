import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Client, Pool } from 'pg'
import { config } from '@/lib/config'
import { Obstacle } from '@/lib/model/obstacle'
import { hideParametersOfFailures } from './hide-parameters'
import { traceQueries } from './trace-queries'

/** Postgres through drizzle: a pool, or a transaction of one. */
export type Db = NodePgDatabase

export type Database = { db: Db; pool: Pool; close: () => Promise<void> }

export type DatabaseOptions = {
  max: number
  /** Shown in pg_stat_activity. */
  applicationName?: string
  /** A statement that takes longer is cancelled: a page must not hold the database. */
  statementTimeoutMs?: number
}

/** Opens a pool. Idle connections that the server closes are replaced at next use, not reported. */
export function createDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: url,
    max: options.max,
    application_name: options.applicationName ?? 'runledger',
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 15_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  // Without a listener a server restart would end the process; the next query tells its caller instead.
  pool.on('error', () => undefined)
  // The same for one that is lent out and between two statements of a transaction.
  pool.on('connect', (client) => client.on('error', () => undefined))
  hideParametersOfFailures(pool)
  traceQueries(pool)
  return { db: drizzle(pool), pool, close: () => pool.end() }
}

// Next's dev server loads this module again after each edit, and must not open a pool each time.
const shared = globalThis as { runledgerDatabase?: Database }

/** The process's own pool, opened at first use. */
export function database(): Db {
  shared.runledgerDatabase ??= openConfigured()
  return shared.runledgerDatabase.db
}

/** Closes the process's own pool, if it was opened. */
export async function closeDatabase(): Promise<void> {
  const open = shared.runledgerDatabase
  shared.runledgerDatabase = undefined
  await open?.close()
}

/**
 * Works on one connection of the pool, both ways: what is written through the client within a transaction of that
 * database is part of it. For the write path, whose statements are pg's own.
 */
export async function onOneClient<T>(on: Db, work: (db: Db, client: Client) => Promise<T>): Promise<T> {
  const pool = '$client' in on ? on.$client : null
  if (!(pool instanceof Pool)) throw new Error('A client of its own needs the pool, not a transaction of it')
  const client = await pool.connect()
  try {
    // What a pool hands out is a `Client` with `release`; its type says less.
    if (!(client instanceof Client)) throw new Error('the pool made something that is no client')
    return await work(drizzle(client), client)
  } finally {
    client.release()
  }
}

function openConfigured(): Database {
  const { databaseUrl, process } = config()
  if (databaseUrl === null) {
    throw new Obstacle('DATABASE_URL is not set', 'Start with `npm start`, which brings its own database.')
  }
  const isWeb = process === 'web'
  return createDatabase(databaseUrl, {
    max: isWeb ? 16 : 8,
    applicationName: `runledger-${process}`,
    statementTimeoutMs: isWeb ? 10_000 : 30_000,
  })
}
