import { ArrowRight } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountCard } from '@/components/settings/account-card'
import { RetentionCard } from '@/components/settings/retention-card'
import { SessionsCard } from '@/components/settings/sessions-card'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { getAccount, listOwnSessions } from '@/db/queries/get-account'
import { getLastChange } from '@/db/queries/get-last-change'
import { getRetention } from '@/db/queries/get-retention'
import { currentSession } from '@/lib/auth/session'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import { signOut } from '../sign-out'
import { endSessionAction, updateRetentionAction } from './actions'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const scope = await requireViewer()
  const session = await currentSession()
  if (session === null) redirect('/sign-in')
  const [account, sessions, retention, last] = await Promise.all([
    getAccount(scope),
    listOwnSessions(scope),
    mayIn(scope, 'retention.write', null) ? getRetention(scope) : null,
    getLastChange(scope, { action: 'retention.updated', kind: 'organization', id: scope.orgId }),
  ])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title="Settings" />
      <AccountCard account={account} signOut={signOut} />
      <SessionsCard sessions={sessions} currentId={session.sessionId} action={endSessionAction} />
      {retention === null ? null : (
        <RetentionCard {...retention} last={last} action={updateRetentionAction} />
      )}
      <Card>
        <CardHeader
          title="Sources"
          description="What sends telemetry here, with its tokens and its health."
          actions={
            <ButtonLink href="/sources">
              Open sources
              <ArrowRight aria-hidden />
            </ButtonLink>
          }
        />
      </Card>
    </div>
  )
}
