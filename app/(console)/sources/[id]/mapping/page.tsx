import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { NamePlace } from '@/components/frame/name-place'
import { MappingEditor } from '@/components/source/mapping-editor'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { getEventMapping } from '@/db/queries/get-event-mapping'
import { getSource } from '@/db/queries/get-source'
import { orNotFound } from '@/lib/auth/found'
import { requireViewer } from '@/lib/auth/viewer'
import { toolGuideOf } from '@/lib/connect/tool-guides'
import { mayIn } from '@/lib/model/scope'
import { previewMappingAction, saveMappingAction } from './actions'

export const metadata: Metadata = { title: 'Mapping of a source' }

export default async function MappingPage({ params }: { params: Promise<{ id: string }> }) {
  const scope = await requireViewer()
  const { id } = await params
  const source = await orNotFound(getSource(scope, id), { scope, kind: 'source', id })
  if (toolGuideOf(source.kind)?.isMapped !== true) notFound()
  const { mapping, sample } = await getEventMapping(scope, source.id)
  return (
    <div className="flex flex-col gap-6">
      <NamePlace id={source.id} name={source.name} />
      <PageHeader
        title={`Mapping of ${source.name}`}
        description="Which places of a payload are the flow, the id, the state, the times and the tasks."
        actions={<ButtonLink href={`/sources/${source.id}`}>Source page</ButtonLink>}
      />
      <MappingEditor
        sourceId={source.id}
        mapping={mapping}
        sample={sample}
        mayWrite={mayIn(scope, 'source.write', source.teamId)}
        previewAction={previewMappingAction}
        saveAction={saveMappingAction}
      />
    </div>
  )
}
