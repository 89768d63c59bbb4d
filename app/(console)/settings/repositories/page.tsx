import type { Metadata } from 'next'
import { NewRepositoryDialog } from '@/components/settings/new-repository-dialog'
import { RepositoriesTable } from '@/components/settings/repositories-table'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { listRepositories } from '@/db/queries/list-repositories'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { requireViewer } from '@/lib/auth/viewer'
import { teamsFor } from '@/lib/model/scope'
import { addRepositoryAction } from './actions'

export const metadata: Metadata = { title: 'Repositories' }

export default async function RepositoriesPage() {
  const scope = await requireViewer()
  const [repositories, teams] = await Promise.all([
    listRepositories(scope),
    listTeamsWith(scope, 'repository.write'),
  ])
  const create =
    teams.length === 0 ? null : <NewRepositoryDialog teams={teams} action={addRepositoryAction} />
  const isOfNoTeam = teamsFor(scope, 'source.read')?.length === 0
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Repositories"
        description="Git repositories whose files say how flows should be: who changed them and why, and whether what runs is what is written there."
        actions={repositories.length === 0 ? null : create}
      />
      {repositories.length > 0 ? <RepositoriesTable repositories={repositories} /> : null}
      {repositories.length === 0 && isOfNoTeam ? (
        <EmptyState kind="unknown" title="You are in no team that has repositories">
          <p>
            There may be some that you may not see. Ask an owner of the organization to add you to a team.
          </p>
        </EmptyState>
      ) : null}
      {repositories.length === 0 && !isOfNoTeam ? (
        <EmptyState kind="empty" title="No repository yet">
          <p>
            Add the repository in which your flows are written. It is read by git; nothing is ever written to
            it.
          </p>
          {create === null ? (
            <p className="mt-2">An editor of your team can add one.</p>
          ) : (
            <div className="mt-4 flex justify-center">{create}</div>
          )}
        </EmptyState>
      ) : null}
    </div>
  )
}
