import { flowIdOf } from '@/lib/executions/identity'
import type { ReadEvent } from '@/lib/ingest/events/read-request'
import type { ChangeTelling } from '@/lib/model/change'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { ChangeTellingRow } from './write-event-rows'

/** The rows of what an event says of definitions, to be folded by the worker. */
export function changeRows(
  { orgId, sourceId }: Pick<IngestSource, 'orgId' | 'sourceId'>,
  { id, event }: Pick<ReadEvent, 'id' | 'event'>,
  receivedAt: string,
): ChangeTellingRow[] {
  return (event.changes ?? []).map((telling, ordinal) => ({
    orgId,
    eventId: id,
    ordinal,
    sourceId,
    receivedAt,
    about: telling.about,
    flowId: flowOf(orgId, sourceId, telling),
    repository: 'repository' in telling ? telling.repository : null,
    sha: placeOf(telling),
    telling,
    hash: null,
    foldedAt: null,
  }))
}

/** By what tellings of one repository are found: the commit, for a review the number of what it is of. */
const placeOf = (telling: ChangeTelling): string | null =>
  telling.about === 'review' ? `#${telling.number}` : 'sha' in telling ? telling.sha : null

function flowOf(orgId: string, sourceId: string, telling: ChangeTelling): string | null {
  if (!('of' in telling) || telling.of === null) return null
  return flowIdOf(orgId, { sourceId, ...telling.of })
}
