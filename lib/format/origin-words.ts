import { sourceKindName } from '@/lib/model/source-kind'

/** Who said something of an execution, for people: a trace, a tool's events, OpenLineage, or Runledger itself. */
export function originWords(origin: string): string {
  if (origin.startsWith('trace:')) return 'A trace'
  if (origin === 'openlineage' || origin.startsWith('openlineage:')) return 'OpenLineage'
  if (origin === 'task runs') return 'Its task runs, counted by Runledger'
  if (origin === 'reconciler') return 'Corrections by Runledger, which asked the tool'
  return `Events of ${sourceKindName(origin)}`
}

/** What of an origin tells it apart from others of its kind: the id of a trace, the run of OpenLineage. */
export function originKey(origin: string): string | null {
  const colon = origin.indexOf(':')
  return colon < 0 ? null : origin.slice(colon + 1)
}
