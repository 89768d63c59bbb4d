import type { Metadata } from 'next'
import { NewSourceForm } from '@/components/source/new-source-form'
import { PageHeader } from '@/components/ui/page-header'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { refusePage } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { listToolChoices } from '@/lib/connect/tool-guides'
import { createSourceAction } from '../actions'

export const metadata: Metadata = { title: 'New source' }

export default async function NewSourcePage() {
  const scope = await requireViewer()
  const teams = await listTeamsWith(scope, 'source.write')
  if (teams.length === 0) refusePage(scope, '/sources/new', 'source.write')
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-6">
      <PageHeader
        title="New source"
        description="One tool or program that runs things. Its name and team decide who sees what comes from it."
      />
      <NewSourceForm tools={listToolChoices()} teams={teams} action={createSourceAction} />
    </div>
  )
}
