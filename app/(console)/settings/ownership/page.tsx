import type { Metadata } from 'next'
import { NewRuleDialog } from '@/components/settings/new-rule-dialog'
import { RulesCard } from '@/components/settings/rules-card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { listRepositories } from '@/db/queries/list-repositories'
import { listSources } from '@/db/queries/list-sources'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { listOwnershipRules } from '@/db/queries/ownership-rules'
import { refusePage } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import { createRuleAction, deleteRuleAction, moveRuleAction } from './actions'

export const metadata: Metadata = { title: 'Ownership' }

export default async function OwnershipPage() {
  const scope = await requireViewer()
  if (!mayIn(scope, 'ownership.write', null)) refusePage(scope, '/settings/ownership', 'ownership.write')
  const [rules, teams, sources, repositories] = await Promise.all([
    listOwnershipRules(scope),
    listTeamsWith(scope, 'member.read'),
    listSources(scope),
    listRepositories(scope),
  ])
  const create = (
    <NewRuleDialog
      teams={teams}
      sources={sources.map(({ id, name }) => ({ id, name }))}
      repositories={repositories.map(({ id, name }) => ({ id, name }))}
      action={createRuleAction}
    />
  )
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Ownership"
        description="A flow belongs to the team of its source, unless a rule here says otherwise. The first rule that fits decides; a change reaches all flows and executions within a minute or so."
        actions={rules.length === 0 ? null : create}
      />
      {rules.length === 0 ? (
        <EmptyState kind="empty" title="No rule yet">
          <p>
            Every flow belongs to the team of its source. Where one source serves several teams, rules tell
            whose flows are whose: by namespace, by name, by label.
          </p>
          <div className="mt-4 flex justify-center">{create}</div>
        </EmptyState>
      ) : (
        <RulesCard rules={rules} moveAction={moveRuleAction} deleteAction={deleteRuleAction} />
      )}
    </div>
  )
}
