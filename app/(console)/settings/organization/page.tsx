import type { Metadata } from 'next'
import { HoursCard } from '@/components/settings/hours-card'
import { RetentionCard } from '@/components/settings/retention-card'
import { PageHeader } from '@/components/ui/page-header'
import { getAccount } from '@/db/queries/get-account'
import { getLastChange } from '@/db/queries/get-last-change'
import { getRetention } from '@/db/queries/get-retention'
import { listWorkingHours } from '@/db/queries/list-working-hours'
import { refusePage } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { timeZones } from '@/lib/format/zones'
import { mayIn } from '@/lib/model/scope'
import { setOrganizationHoursAction, updateRetentionAction } from '../actions'

export const metadata: Metadata = { title: 'Organization' }

export default async function OrganizationPage() {
  const scope = await requireViewer()
  if (!mayIn(scope, 'retention.write', null)) refusePage(scope, '/settings/organization', 'retention.write')
  const [account, retention, last, { organization: hours }, lastOfHours] = await Promise.all([
    getAccount(scope),
    getRetention(scope),
    getLastChange(scope, { action: 'retention.updated', kind: 'organization', id: scope.orgId }),
    listWorkingHours(scope),
    getLastChange(scope, { action: 'working_hours.updated', kind: 'organization', id: scope.orgId }),
  ])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={account.organization}
        description="What counts for all teams: how long what is kept, and when people are at work."
      />
      <RetentionCard {...retention} last={last} action={updateRetentionAction} />
      <HoursCard
        key={JSON.stringify(hours)}
        hours={hours}
        zones={timeZones()}
        last={lastOfHours}
        action={setOrganizationHoursAction}
      />
    </div>
  )
}
