import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { TeamDialog } from '@/components/settings/team-dialog'
import { TeamsTable } from '@/components/settings/teams-table'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { listTeams } from '@/db/queries/list-teams'
import { listWorkingHours } from '@/db/queries/list-working-hours'
import { requireViewer } from '@/lib/auth/viewer'
import { timeZones } from '@/lib/format/zones'
import { mayIn } from '@/lib/model/scope'
import { createTeamAction, inheritHoursAction, renameTeamAction, setTeamHoursAction } from './actions'

export const metadata: Metadata = { title: 'Teams' }

export default async function TeamsPage() {
  const scope = await requireViewer()
  const [teams, hours] = await Promise.all([listTeams(scope), listWorkingHours(scope)])
  const renamable = new Set(teams.map(({ id }) => id).filter((id) => mayIn(scope, 'team.write', id)))
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Teams"
        description="A team owns sources and flows, and its members see what belongs to it."
        actions={
          mayIn(scope, 'team.write', null) ? (
            <TeamDialog
              team={null}
              action={createTeamAction}
              trigger={
                <Button variant="primary">
                  <Plus aria-hidden />
                  New team
                </Button>
              }
            />
          ) : null
        }
      />
      {teams.length === 0 ? (
        <EmptyState kind="unknown" title="There is no team whose people you may see">
          <p>Teams exist that you are not in. Ask an owner of the organization to add you to one.</p>
        </EmptyState>
      ) : (
        <TeamsTable
          teams={teams}
          renamable={renamable}
          renameAction={renameTeamAction}
          hours={{
            organization: hours.organization,
            own: new Map(hours.teams.flatMap(({ id, own }) => (own === null ? [] : [[id, own]]))),
            zones: timeZones(),
            setAction: setTeamHoursAction,
            inheritAction: inheritHoursAction,
          }}
        />
      )}
    </div>
  )
}
