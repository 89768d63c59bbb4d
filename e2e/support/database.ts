import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { createDatabase } from '@/db/client'
import { startEmbedded } from '@/db/embedded/embedded-postgres'
import { signAuditCheckpoint } from '@/db/store/sign-audit-checkpoint'
import { auditOrigin } from '@/lib/audit/checkpoint'
import { signerOf } from '@/lib/audit/signing-key'
import type { Role } from '@/lib/model/roles'
import { hashPassword } from '@/lib/secrets/password'
import { DATA_DIR, OWNER } from './installation'

/** A connection of its own to the database of the product that is being tested. */
async function connected<T>(work: (client: Client, url: string) => Promise<T>): Promise<T> {
  const server = await startEmbedded({
    root: process.cwd(),
    dataDir: `${DATA_DIR}/installation`,
    log: () => undefined,
  })
  const client = new Client({ connectionString: server.url })
  await client.connect()
  try {
    return await work(client, server.url)
  } finally {
    await client.end()
    await server.stop()
  }
}

/** Does the work while nobody can read these tables, as on a database that hangs. */
export const whileLocked = (tables: readonly string[], work: () => Promise<void>): Promise<void> =>
  connected(async (client) => {
    await client.query('begin')
    await client.query(`lock table ${tables.join(', ')} in access exclusive mode`)
    try {
      await work()
    } finally {
      await client.query('rollback')
    }
  })

/** Somebody new in a team that has nothing yet, for what such a person sees. */
export const personOfEmptyTeam = (
  role: Role = 'viewer',
  team = 'Empty',
): Promise<{ email: string; password: string }> =>
  connected(async (client) => {
    const [userId, teamId] = [randomUUID(), randomUUID()]
    const email = `new-${userId.slice(0, 8)}@example.com`
    const { rows } = await client.query<{ org_id: string }>('select org_id from organizations')
    const orgId = rows[0]?.org_id
    await client.query(
      'insert into users (org_id, id, email, name, password_hash, created_at) values ($1, $2, $3, $4, $5, now())',
      [orgId, userId, email, 'Grace New', await hashPassword(OWNER.password)],
    )
    await client.query(
      'insert into teams (org_id, id, slug, name, created_at) values ($1, $2, $3, $4, now())',
      [orgId, teamId, `empty-${teamId.slice(0, 8)}`, team],
    )
    await client.query(`insert into memberships (org_id, user_id, team_id, role) values ($1, $2, $3, $4)`, [
      orgId,
      userId,
      teamId,
      role,
    ])
    return { email, password: OWNER.password }
  })

/** Why people who came from the identity provider were refused so far, the first one first. */
export const auditedRefusals = (): Promise<string[]> =>
  connected(async (client) => {
    const { rows } = await client.query<{ reason: string }>(
      `select after->>'reason' as reason from audit_entries
        where action = 'session.refused' and after ? 'issuer' order by seq`,
    )
    return rows.map(({ reason }) => reason)
  })

/** Changes what an entry says, as the owner of the database can, for as long as the work takes. */
export const whileTampered = (seq: number, work: () => Promise<void>): Promise<void> =>
  connected(async (client) => {
    // Past the triggers that keep everybody else from it.
    await client.query('alter table audit_entries disable trigger user')
    const { rows } = await client.query<{ name: string }>(
      'select actor_name as name from audit_entries where seq = $1',
      [seq],
    )
    const rename = (name: string | undefined) =>
      client.query('update audit_entries set actor_name = $2 where seq = $1', [seq, name])
    await rename('Somebody Else')
    try {
      await work()
    } finally {
      await rename(rows[0]?.name)
      await client.query('alter table audit_entries enable trigger user')
    }
  })

/** Signs for what the log has become, as the worker does within minutes. */
export const signAuditLog = (): Promise<void> =>
  connected(async (client, url) => {
    const { rows } = await client.query<{ org_id: string }>('select org_id from organizations')
    const orgId = rows[0]?.org_id ?? ''
    const key = readFileSync(`${DATA_DIR}/installation/audit-key.pem`, 'utf8')
    const { db, close } = createDatabase(url, { max: 1 })
    try {
      const signers = [signerOf(auditOrigin(orgId), key)] as const
      await signAuditCheckpoint(orgId, { signers, kept: null, now: new Date() }, db)
    } finally {
      await close()
    }
  })

/** Signing in is by password again, as the specs after it expect. */
export const forgetSignIn = (): Promise<void> =>
  connected(async (client) => {
    await client.query('delete from identity_providers')
    await client.query('delete from identities')
  })

/** Does the work with a connection to the database of the product that is being tested, and its address. */
export const onDatabase = <T>(work: (client: Client, url: string) => Promise<T>): Promise<T> =>
  connected(work)
