import { Client } from 'pg'
import { Obstacle } from '@/lib/model/obstacle'

const OLDEST = 15
const CONNECT_WITHIN_MS = 5_000

/** The version of the server, or an obstacle that says in words why it cannot be used. Never shows the password. */
export async function checkDatabase(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS })
  const { host, pathname } = new URL(url)
  const where = `the database ${pathname.slice(1)} at ${host}`
  try {
    await client.connect()
    const shown = await client.query<{ server_version: string }>('show server_version')
    const version = shown.rows[0]?.server_version.split(' ')[0] ?? ''
    if (Number.parseInt(version, 10) >= OLDEST) return version
    throw new Obstacle(
      `PostgreSQL ${version} of ${where} is too old`,
      `Use PostgreSQL ${OLDEST} or newer, or unset DATABASE_URL to use the embedded one.`,
    )
  } catch (error) {
    throw error instanceof Obstacle ? error : unreachable(where, error)
  } finally {
    // A connection that never came about has nothing to close.
    await client.end().catch(() => undefined)
  }
}

function unreachable(where: string, error: unknown): Obstacle {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Record<string, [why: string, remedy: string]> = {
    ECONNREFUSED: ['nothing listens there', 'Start that Postgres'],
    ENOTFOUND: ['the host name is not known', 'Correct the host'],
    EAI_AGAIN: ['the host name cannot be looked up', 'Check the name and the network'],
    ENOENT: ['there is no such socket', 'Start that Postgres'],
    '28P01': ['the password is wrong', 'Correct the password'],
    '28000': ['this role may not connect', 'Allow it in pg_hba.conf'],
    '3D000': ['there is no such database', 'Create it'],
    '57P03': ['it is starting up or shutting down', 'Wait until it is up'],
  }
  const message = error instanceof Error ? error.message : String(error)
  const [why, remedy] = known[code] ?? [message || code, 'Check that it is up and can be reached from here']
  return new Obstacle(
    `Cannot use ${where}: ${why}`,
    `${remedy} and start again, or unset DATABASE_URL to use the embedded database.`,
  )
}
