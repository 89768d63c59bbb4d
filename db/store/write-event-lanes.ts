import { objectAt, textAt } from '@/lib/ingest/openlineage/shape'
import type { DecodedEvent } from '@/lib/model/event'
import type { LineageEvent } from '@/lib/model/lineage'
import type { PendingEvents } from './write-event-batch'

/** Which of so many lanes a request goes by: the same for all that is said of one flow, as far as its first event tells. */
export function laneOf({ request, read }: PendingEvents, lanes: number): number {
  const { orgId, sourceId } = request.source
  const [first] = read.events
  return sumOf(`${orgId} ${sourceId} ${first === undefined ? '' : flowOf(first.event)}`) % lanes
}

/** By the tool's own name: nothing is wrong where it is another's, only somebody may wait. */
function flowOf({ lineage, tellings }: DecodedEvent): string {
  if (lineage !== undefined) return startedBy(lineage) ?? lineage.job?.name ?? lineage.dataset?.name ?? ''
  const [telling] = tellings
  if (telling === undefined) return ''
  return (telling.about === 'execution' ? telling.of : telling.execution).flow
}

function startedBy({ run }: LineageEvent): string | null {
  const facets = run?.facets
  return textAt(objectAt(objectAt(facets, 'parent'), 'job'), 'name')
}

/** FNV-1a, which is spread well enough and takes no longer than reading the text. */
function sumOf(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum >>> 0
}
