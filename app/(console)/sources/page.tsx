import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { SourceTable } from '@/components/source/source-table'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { listSources } from '@/db/queries/list-sources'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn, type Scope, teamsFor } from '@/lib/model/scope'

export const metadata: Metadata = { title: 'Sources' }

export default async function SourcesPage() {
  const scope = await requireViewer()
  const sources = await listSources(scope)
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Sources"
        description="What sends events and telemetry here, and what became of it in the last 24 hours."
        actions={
          <>
            <ButtonLink href="/sources/guides">Guides</ButtonLink>
            <ButtonLink href="/sources/events">Events</ButtonLink>
            {mayIn(scope, 'sample.write', null) ? <ButtonLink href="/sample">Sample data</ButtonLink> : null}
            {mayCreate(scope) ? <NewSource /> : null}
          </>
        }
      />
      {sources.length === 0 ? <NoSources scope={scope} /> : <SourceTable sources={sources} />}
    </div>
  )
}

function NewSource() {
  return (
    <ButtonLink variant="primary" href="/sources/new">
      <Plus aria-hidden />
      New source
    </ButtonLink>
  )
}

function NoSources({ scope }: { scope: Scope }) {
  if (teamsFor(scope, 'source.read')?.length === 0) {
    return (
      <EmptyState kind="unknown" title="You are in no team that has sources">
        <p>
          There may be sources that you may not see. Ask an owner of the organization to add you to a team.
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="empty" title="No source yet">
      <p>
        A source is one tool or program that runs things. It gets a token of its own and a page that shows its
        health.
      </p>
      {mayCreate(scope) ? (
        <div className="mt-4 flex justify-center">
          <NewSource />
        </div>
      ) : (
        <p className="mt-2">An editor of your team can add one.</p>
      )}
    </EmptyState>
  )
}

const mayCreate = (scope: Scope): boolean => {
  const teams = teamsFor(scope, 'source.write')
  return teams === null || teams.length > 0
}
