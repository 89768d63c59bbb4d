import { randomUUID } from 'node:crypto'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { memberships, organizations, setupTokens, teams, users } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import { personActor } from '@/lib/model/scope'
import { slugOf } from '@/lib/model/slug'
import { hashPassword, passwordObjection } from '@/lib/secrets/password'
import { hashToken } from '@/lib/secrets/secret-token'
import { type AuditEntry, appendAuditEntry } from './append-audit-entry'
import { insertIngestToken } from './create-ingest-token'
import { insertSource, type NewSource } from './create-source'

export type SetUpRequest = {
  organization: string
  email: string
  name: string
  password: string
  team: string
  source: Pick<NewSource, 'name' | 'kind' | 'environment'>
}

export type SetUpOptions = {
  /** The secret of the one-time link; without it (the command line) whoever can run the program may set it up. */
  linkToken?: string
  actor?: { ip: string | null; requestId: string | null }
}

/** How long a one-time link can be used. */
export const SETUP_LINK_DAYS = 7

/** True while the link can be used; it is claimed by `setUp` alone. */
export async function isOpenLink(linkToken: string, on: Db = database()): Promise<boolean> {
  const found = await on.select({ one: sql`1` }).from(setupTokens).where(openLink(linkToken)).limit(1)
  return found.length > 0
}

/** Everything a new installation needs, in one transaction. Refuses when there is an organization already. */
export async function setUp(
  request: SetUpRequest,
  options: SetUpOptions = {},
  on: Db = database(),
): Promise<{ orgId: string; userId: string; teamId: string; sourceId: string; token: string }> {
  const objection = passwordObjection(request.password, [
    request.organization,
    ...request.email.split(/[@.]/),
  ])
  if (objection !== null) throw new Refusal('invalid', objection, null, 'password')
  // Hashed before the transaction: it takes half a second, and the lock below should not be held for it.
  const passwordHash = await hashPassword(request.password)

  return on.transaction(async (tx) => {
    await claimInstallation(tx, options.linkToken)
    const now = new Date()
    const [orgId, userId, teamId] = [randomUUID(), randomUUID(), randomUUID()]
    const email = request.email.trim().toLowerCase()
    await tx.insert(organizations).values({ orgId, name: request.organization, createdAt: now })
    await tx
      .insert(users)
      .values({ orgId, id: userId, email, name: request.name, passwordHash, isOwner: true, createdAt: now })
    await tx
      .insert(teams)
      .values({ orgId, id: teamId, slug: slugOf(request.team), name: request.team, createdAt: now })
    await tx.insert(memberships).values({ orgId, userId, teamId, role: 'admin' })
    const source = await insertSource(tx, orgId, { ...request.source, teamId })
    const token = await insertIngestToken(
      tx,
      { orgId, userId, sourceId: source.sourceId, teamId },
      { name: 'First token' },
    )

    const ofOrganization = { kind: 'organization', id: orgId, teamId: null }
    const entries: AuditEntry[] = [
      { action: 'organization.created', target: ofOrganization, after: { name: request.organization } },
      {
        action: 'user.created',
        target: { kind: 'user', id: userId, teamId: null },
        after: { email, name: request.name, isOwner: true },
      },
      { action: 'team.created', target: { kind: 'team', id: teamId, teamId }, after: { name: request.team } },
      { action: 'member.added', target: { kind: 'user', id: userId, teamId }, after: { role: 'admin' } },
      source.entry,
      token.entry,
    ]
    const actor = personActor({
      id: userId,
      name: request.name,
      ip: options.actor?.ip ?? null,
      requestId: options.actor?.requestId ?? null,
    })
    // The link is used in a browser, the command on the machine.
    if (options.linkToken === undefined) actor.source = { kind: 'cli', id: 'setup' }
    for (const entry of entries) await appendAuditEntry(tx, { orgId, actor }, entry)
    return { orgId, userId, teamId, sourceId: source.sourceId, token: token.token }
  })
}

/** True once there is an organization: from then on nobody can set up again. */
export async function isSetUp(on: Db = database()): Promise<boolean> {
  const found = await on.select({ one: sql`1` }).from(organizations).limit(1)
  return found.length > 0
}

async function claimInstallation(tx: Db, linkToken: string | undefined): Promise<void> {
  // Two set-ups at once must not both find the installation empty; a row lock needs a row, and there is none yet.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('runledger.set-up'))`)
  if (await isSetUp(tx)) throw new Refusal('conflict', 'Runledger is set up already. Sign in instead.')
  if (linkToken === undefined) return
  const claimed = await tx
    .update(setupTokens)
    .set({ usedAt: new Date() })
    .where(openLink(linkToken))
    .returning({ hash: setupTokens.hash })
  if (claimed.length === 0) {
    throw new Refusal(
      'unauthenticated',
      'This set-up link is not valid any more. Start Runledger again to get a new one.',
    )
  }
}

const openLink = (linkToken: string) =>
  and(
    eq(setupTokens.hash, hashToken(linkToken)),
    isNull(setupTokens.usedAt),
    gt(setupTokens.createdAt, linksSince()),
  )

const linksSince = () => new Date(Date.now() - SETUP_LINK_DAYS * 86_400_000)
