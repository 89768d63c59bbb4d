import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountCard } from '@/components/settings/account-card'
import { SessionsCard } from '@/components/settings/sessions-card'
import { PageHeader } from '@/components/ui/page-header'
import { getAccount, listOwnSessions } from '@/db/queries/get-account'
import { currentSession } from '@/lib/auth/session'
import { requireViewer } from '@/lib/auth/viewer'
import { signOut } from '../sign-out'
import { endSessionAction } from './actions'

export const metadata: Metadata = { title: 'Settings' }

export default async function AccountPage() {
  const scope = await requireViewer()
  const session = await currentSession()
  if (session === null) redirect('/sign-in')
  const [account, sessions] = await Promise.all([getAccount(scope), listOwnSessions(scope)])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title="Account" description="Who you are here, and where you are signed in." />
      <AccountCard account={account} signOut={signOut} />
      <SessionsCard sessions={sessions} currentId={session.sessionId} action={endSessionAction} />
    </div>
  )
}
