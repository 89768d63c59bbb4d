import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { identityProviders } from '@/db/schema/sign-in'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import type { SignInSettings } from '@/lib/model/sign-in'
import { audited } from './audited'
import { keepAWayIn } from './keep-a-way-in'
import { requireTeam } from './require-team'

/** What an owner sets; the secret comes encrypted, or null to keep the one that there is. */
export type SignInChange = Omit<SignInSettings, 'hasSecret' | 'unlinked'> & { sealedSecret: string | null }

type Row = typeof identityProviders.$inferSelect

/** Changes how the organization's people sign in. There is always an owner left who can. */
export const changeSignIn = (scope: Scope, change: SignInChange, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { permission: 'sign_in.write', teamId: null },
    async (tx) => {
      const { orgId } = scope
      const mine = eq(identityProviders.orgId, orgId)
      const [before] = await tx.select().from(identityProviders).where(mine).for('update')
      if (change.newcomer !== null) await requireTeam(tx, orgId, change.newcomer.teamId)
      if (!change.passwordsAllowed && !change.isEnabled)
        throw new Refusal('conflict', 'There must be a way to sign in: passwords, the provider, or both.')
      const row = rowOf(change, secretOf(change, before))
      if (before === undefined)
        await tx.insert(identityProviders).values({ ...row, orgId, createdAt: new Date() })
      else await tx.update(identityProviders).set(row).where(mine)
      await keepAWayIn(
        tx,
        orgId,
        'No owner has linked an identity of this provider. Link yours under Account first, then turn passwords off.',
      )
      const after = shownOf(row)
      const secret = change.sealedSecret === null ? {} : { clientSecret: 'changed' }
      return {
        result: undefined,
        entry: {
          action: 'sign_in.changed',
          target: { kind: 'organization', id: orgId, teamId: null },
          ...(before === undefined ? {} : { before: shownOf(before) }),
          after: { ...after, ...secret },
        },
      }
    },
    on,
  )

/** Lets people sign in with passwords again, where whoever runs the installation was locked out. */
export const allowPasswords = (scope: Scope, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { permission: 'sign_in.write', teamId: null },
    async (tx) => {
      const changed = await tx
        .update(identityProviders)
        .set({ passwordsAllowed: true })
        .where(and(eq(identityProviders.orgId, scope.orgId), eq(identityProviders.passwordsAllowed, false)))
        .returning({ orgId: identityProviders.orgId })
      if (changed.length === 0) throw new Refusal('conflict', 'Passwords are not turned off.')
      return {
        result: undefined,
        entry: {
          action: 'sign_in.changed',
          target: { kind: 'organization', id: scope.orgId, teamId: null },
          after: { passwordsAllowed: true },
        },
      }
    },
    on,
  )

/** A stored secret goes to nobody but whom it was entered for: another issuer or client needs it to be entered again. */
function secretOf(change: SignInChange, before: Row | undefined): string {
  if (change.sealedSecret !== null) return change.sealedSecret
  const isSame = before?.issuer === change.issuer && before.clientId === change.clientId
  if (before !== undefined && isSame) return before.clientSecret
  const words = before === undefined ? 'Give the client secret.' : 'Give the client secret of this client.'
  throw new Refusal('invalid', words, null, 'clientSecret')
}

function rowOf(change: SignInChange, clientSecret: string): Omit<Row, 'orgId' | 'createdAt'> {
  const { newcomer, sealedSecret: _, ...same } = change
  return {
    ...same,
    clientSecret,
    defaultTeamId: newcomer?.teamId ?? null,
    defaultRole: newcomer?.role ?? null,
  }
}

/** What the audit log keeps of it: all but the secret. */
const shownOf = (row: Omit<Row, 'orgId' | 'createdAt'>) => ({
  isEnabled: row.isEnabled,
  issuer: row.issuer,
  clientId: row.clientId,
  scopes: row.scopes,
  buttonText: row.buttonText,
  domains: row.domains,
  passwordsAllowed: row.passwordsAllowed,
  defaultTeamId: row.defaultTeamId,
  defaultRole: row.defaultRole,
})
