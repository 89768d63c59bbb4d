import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RetentionCard } from '@/components/settings/retention-card'
import { PageHeader } from '@/components/ui/page-header'
import { getAccount } from '@/db/queries/get-account'
import { getLastChange } from '@/db/queries/get-last-change'
import { getRetention } from '@/db/queries/get-retention'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import { updateRetentionAction } from '../actions'

export const metadata: Metadata = { title: 'Organization' }

export default async function OrganizationPage() {
  const scope = await requireViewer()
  if (!mayIn(scope, 'retention.write', null)) notFound()
  const [account, retention, last] = await Promise.all([
    getAccount(scope),
    getRetention(scope),
    getLastChange(scope, { action: 'retention.updated', kind: 'organization', id: scope.orgId }),
  ])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={account.organization} description="How long what belongs to all teams is kept." />
      <RetentionCard {...retention} last={last} action={updateRetentionAction} />
    </div>
  )
}
