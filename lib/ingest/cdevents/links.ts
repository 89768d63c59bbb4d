import { nativeKey } from '@/lib/executions/execution-key'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ConformanceNote, ExecutionReference } from '@/lib/model/event'
import { domainKey, isKnownProvider, parseDomainId } from './domain-id'

const MAX_LINKS = 20

/** An event of CDEvents by its `context.id`: links name events, and with them the execution that they spoke of. */
export const eventKey = (id: string): string => nativeKey('cdevents-event', id)

/** Everything that belongs to one activity from its beginning to its end, by `context.chainId`. */
export const chainKey = (chainId: string): string => nativeKey('cdevents-chain', chainId)

/** What an event links to (links.md), the events among it possibly not yet received. */
export function linksOf(context: JsonReader): { references: ExecutionReference[]; notes: ConformanceNote[] } {
  const references: ExecutionReference[] = []
  const notes: ConformanceNote[] = []
  for (const link of context.at('links').items().slice(0, MAX_LINKS)) {
    const type = link.at('linkType').text()?.toUpperCase() ?? 'RELATION'
    const end = link.at(type === 'RELATION' ? 'target' : 'from')
    const kind = type === 'PATH' ? 'triggered_by' : 'link'
    const evidence = [`${type} link`, link.at('linkKind').text()]
      .filter((word) => word !== undefined)
      .join(' ')
    const contextId = end.at('contextId').text()
    if (contextId !== undefined)
      references.push({ kind, key: eventKey(contextId), confidence: 'certain', evidence })
    const domain = end.at('domainId')
    const domainId = domain.text()
    if (domainId === undefined) continue
    const parsed = parseDomainId(domainId)
    if (parsed === null) notes.push({ path: domain.path, message: 'It is no domainId of CDEvents.' })
    else references.push({ kind, key: domainKey(parsed), confidence: 'certain', evidence })
    if (parsed !== null && !isKnownProvider(parsed))
      notes.push({
        path: domain.path,
        message: `“${parsed.provider.slice(0, 100)}” is no registered provider.`,
      })
  }
  return { references, notes }
}
