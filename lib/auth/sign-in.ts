import { createHash } from 'node:crypto'
import { type Db, database } from '@/db/client'
import { type Account, findAccounts, firstOrganization } from '@/db/queries/find-accounts'
import { appendAuditEntry } from '@/db/store/append-audit-entry'
import { openSession } from '@/db/store/sessions'
import { giveBackAttempt, type Limit, takeAttempt } from '@/db/store/take-attempt'
import { Refusal } from '@/lib/model/refusal'
import { personActor } from '@/lib/model/scope'
import { verifyPassword } from '@/lib/secrets/password'

export type SignInAttempt = {
  email: string
  password: string
  ip: string | null
  userAgent: string | null
  requestId: string | null
}

export type SignedIn = { orgId: string; sessionId: string; userId: string }

const MINUTES_15 = 15 * 60_000
const HOUR = 60 * 60_000

/**
 * Signs a person in, or refuses with words that do not tell whether the account exists. Every attempt is written to the
 * audit log; of those that were refused for their number, the first.
 */
export async function signIn(
  attempt: SignInAttempt,
  on: Db = database(),
  now = new Date(),
): Promise<SignedIn> {
  const email = attempt.email.trim().toLowerCase()
  const limits = limitsOf(email, attempt.ip)
  await takeAttempts(limits, { ...attempt, email }, now, on)

  const accounts = await findAccounts(email, on)
  const account = await accountOf(accounts, attempt.password)
  if (account === null || !account.passwordsAllowed) {
    const reason = account === null ? 'wrong e-mail or password' : 'passwords are turned off'
    await writeRefused({ ...attempt, email }, account === null ? accounts : [account], reason, on)
    throw new Refusal('unauthenticated', 'E-mail or password is wrong.')
  }
  for (const limit of limits) await giveBackAttempt(limit, now, on)
  const { ip, requestId, userAgent } = attempt
  const actor = personActor({ id: account.userId, name: account.name, ip, requestId })
  const { sessionId } = await openSession({ orgId: account.orgId, actor, userAgent }, now, on)
  return { orgId: account.orgId, sessionId, userId: account.userId }
}

/** From the widest to the narrowest, but the account's own last: one address must not be able to lock others out. */
function limitsOf(email: string, ip: string | null): Limit[] {
  // What people type here by mistake is their password: the counters hold only a hash of it.
  const account = createHash('sha256').update(email).digest('base64url').slice(0, 22)
  const address = ip ?? 'unknown'
  return [
    { key: `sign-in:ip:${address}`, attempts: 20, windowMs: MINUTES_15 },
    { key: `sign-in:account-ip:${account}:${address}`, attempts: 5, windowMs: MINUTES_15 },
    { key: `sign-in:account:${account}`, attempts: 100, windowMs: HOUR },
  ]
}

async function takeAttempts(limits: Limit[], attempt: SignInAttempt, now: Date, on: Db): Promise<void> {
  for (const limit of limits) {
    const { isAllowed, isFirstRefused, retryAfterSeconds } = await takeAttempt(limit, now, on)
    if (isAllowed) continue
    if (isFirstRefused)
      await writeRefused(attempt, await findAccounts(attempt.email, on), 'too many attempts', on)
    throw new Refusal('rate_limited', 'Too many attempts. Wait a little and try again.', retryAfterSeconds)
  }
}

async function accountOf(accounts: Account[], password: string): Promise<Account | null> {
  if (accounts.length === 0) await verifyPassword(password, null)
  for (const account of accounts) {
    if (await verifyPassword(password, account.passwordHash)) return account
  }
  return null
}

async function writeRefused(
  attempt: SignInAttempt,
  accounts: Account[],
  reason: string,
  on: Db,
): Promise<void> {
  const { ip, requestId } = attempt
  const orgId = accounts.length === 0 ? await firstOrganization(on) : null
  const targets = orgId === null ? accounts : [{ orgId, userId: 'unknown', name: 'Nobody known' }]
  for (const target of targets) {
    const actor = personActor({ id: target.userId, name: target.name, ip, requestId })
    await on.transaction((tx) =>
      appendAuditEntry(
        tx,
        { orgId: target.orgId, actor },
        {
          action: 'session.refused',
          target: { kind: 'user', id: target.userId, teamId: null },
          after: { reason },
        },
        'denied',
      ),
    )
  }
}
