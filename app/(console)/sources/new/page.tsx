import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { NewSourceForm } from '@/components/source/new-source-form'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { requireViewer } from '@/lib/auth/viewer'
import { createSourceAction } from '../actions'

export const metadata: Metadata = { title: 'New source' }

export default async function NewSourcePage() {
  const scope = await requireViewer()
  const teams = await listTeamsWith(scope, 'source.write')
  if (teams.length === 0) notFound()
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-6">
      <PageHeader
        title="New source"
        description="One tool or program that sends telemetry. Its name and team decide who sees what it sends."
      />
      <Card>
        <CardBody>
          <NewSourceForm teams={teams} action={createSourceAction} />
        </CardBody>
      </Card>
    </div>
  )
}
