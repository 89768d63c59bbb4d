import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountCard } from '@/components/settings/account-card'
import { IdentitiesCard } from '@/components/settings/identities-card'
import { SessionsCard } from '@/components/settings/sessions-card'
import { PageHeader } from '@/components/ui/page-header'
import { getAccount, listOwnSessions } from '@/db/queries/get-account'
import { listOwnIdentities } from '@/db/queries/get-sign-in-settings'
import { currentSession } from '@/lib/auth/session'
import { signInWays } from '@/lib/auth/sign-in-ways'
import { requireViewer } from '@/lib/auth/viewer'
import { signOut } from '../sign-out'
import { endSessionAction, intendLinkAction, unlinkIdentityAction } from './actions'

export const metadata: Metadata = { title: 'Settings' }

export default async function AccountPage() {
  const scope = await requireViewer()
  const session = await currentSession()
  if (session === null) redirect('/sign-in')
  const [account, sessions, identities, { provider }] = await Promise.all([
    getAccount(scope),
    listOwnSessions(scope),
    listOwnIdentities(scope),
    signInWays(),
  ])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title="Account" description="Who you are here, and where you are signed in." />
      <AccountCard account={account} signOut={signOut} />
      {provider === null && identities.length === 0 ? null : (
        <IdentitiesCard
          identities={identities}
          home={provider?.home ?? null}
          intend={intendLinkAction}
          unlink={unlinkIdentityAction}
        />
      )}
      <SessionsCard sessions={sessions} currentId={session.sessionId} action={endSessionAction} />
    </div>
  )
}
