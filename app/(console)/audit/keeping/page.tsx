import type { Metadata } from 'next'
import { AuditRetentionCard } from '@/components/audit/audit-retention-card'
import { ErasureCard } from '@/components/audit/erasure-card'
import { HoldsCard } from '@/components/audit/holds-card'
import { IntegrityBar } from '@/components/audit/integrity-bar'
import { KeysCard } from '@/components/audit/keys-card'
import { PublicationsCard } from '@/components/audit/publications-card'
import { PageHeader } from '@/components/ui/page-header'
import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { listMembers } from '@/db/queries/list-members'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { mayIn } from '@/lib/model/scope'
import {
  erasePersonAction,
  publishToAction,
  releaseHoldAction,
  setAuditRetentionAction,
  setHoldAction,
  unpublishAction,
  verifyNowAction,
} from '../actions'
import { AuditTabs } from '../audit-tabs'
import { auditViewer, NotForYou } from '../audit-viewer'

export const metadata: Metadata = { title: 'Keeping the audit log' }

/** More people than a choice can be made of. */
const PEOPLE_MAX = 1000

/** How long the log is kept and by what, where its checkpoints go, by which key they are signed, and whom it forgets. */
export default async function KeepingPage() {
  const scope = await auditViewer('')
  if (scope === null) return <NotForYou />
  const mayWrite = mayIn(scope, 'audit.write', null)
  const [integrity, teams, people] = await Promise.all([
    getAuditIntegrity(scope),
    listTeamsWith(scope, 'audit.read'),
    mayWrite ? listMembers(scope, {}, PEOPLE_MAX) : [],
  ])
  const readsAll = mayIn(scope, 'audit.read', null)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader
        title="Keeping the audit log"
        description="How long it is kept, what keeps it longer, and where its signed checkpoints go."
      />
      <IntegrityBar of={integrity} verify={verifyNowAction} />
      <AuditTabs current="/audit/keeping" />
      <div className="flex w-full max-w-4xl flex-col gap-5">
        <AuditRetentionCard
          days={integrity.retentionDays}
          action={mayIn(scope, 'retention.write', null) ? setAuditRetentionAction : null}
        />
        <HoldsCard
          holds={integrity.holds}
          teams={teams}
          actions={mayWrite ? { set: setHoldAction, release: releaseHoldAction } : null}
        />
        {readsAll ? (
          <PublicationsCard
            publications={integrity.publications}
            actions={mayWrite ? { publish: publishToAction, remove: unpublishAction } : null}
          />
        ) : null}
        <KeysCard keys={integrity.keys} />
        {mayWrite ? (
          <ErasureCard
            people={people.map(({ id, name, email }) => ({ id, name, email }))}
            action={erasePersonAction}
          />
        ) : null}
      </div>
    </div>
  )
}
