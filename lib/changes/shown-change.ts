import { packOutcomes } from '@/lib/flow/packed-outcomes'
import type { ListedChange } from '@/lib/model/listed-change'

/** What the browser needs of a row of the changes. */
export type ShownChange = Pick<
  ListedChange,
  | 'id'
  | 'flowId'
  | 'name'
  | 'namespace'
  | 'source'
  | 'team'
  | 'summary'
  | 'classes'
  | 'way'
  | 'actor'
  | 'merge'
  | 'isUnexplained'
  | 'isReviewed'
  | 'isAsked'
  | 'isWitnessedBy'
  | 'drift'
> & {
  at: string
  /** Its first line alone. */
  reason: { text: string; url: string | null } | null
  /** Those that the reason does not name itself. */
  tickets: string[]
  /** As `packOutcomes` packs them. */
  effect: string
}

/** Works out what a row of the changes shows. */
export function shownChange(change: ListedChange): ShownChange {
  const { reason, tickets, effect, at } = change
  const { id, flowId, name, namespace, source, team, summary, classes, way, actor, merge } = change
  const { isUnexplained, isReviewed, isAsked, isWitnessedBy, drift } = change
  return {
    ...{ id, flowId, name, namespace, source, team, summary, classes, way, actor, merge },
    ...{ isUnexplained, isReviewed, isAsked, isWitnessedBy, drift },
    at: at.toISOString(),
    reason: reason === null ? null : { text: reason.text.split('\n')[0] ?? '', url: reason.url },
    tickets: tickets.filter((ticket) => reason?.text.includes(ticket) !== true),
    effect: packOutcomes(effect),
  }
}
