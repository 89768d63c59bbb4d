import { packOutcomes } from '@/lib/flow/packed-outcomes'
import type { ChangeActor, ListedChange } from '@/lib/model/listed-change'

const WITNESSES = ['git', 'tool', 'ci', 'execution'] as const
export type WitnessKind = (typeof WITNESSES)[number]

/** What the browser needs of a row of the changes: fifty of them are most of the page, so what says nothing is not there. */
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
  | 'drift'
> & {
  at: string
  /** Its first line alone. */
  reason: { text: string; url: string | null } | null
  merge: ListedChange['merge']
  /** Those that the reason does not name itself. */
  tickets?: string[]
  witnesses: WitnessKind[]
  marks?: ('unexplained' | 'reviewed' | 'asked')[]
  /** As `packOutcomes` packs them. */
  effect: string
}

/** Works out what rows of the changes show. Who made several of them is one object, which is sent once. */
export function shownChanges(changes: readonly ListedChange[]): ShownChange[] {
  const actors = new Map<string, ChangeActor>()
  return changes.map((change) => {
    const { actor } = change
    const known = actor === null ? null : (actors.get(actor.key) ?? actor)
    if (known !== null) actors.set(known.key, known)
    return shownChange(change, known)
  })
}

function shownChange(change: ListedChange, actor: ChangeActor | null): ShownChange {
  const { reason, effect, at, isUnexplained, isReviewed, isAsked, isWitnessedBy } = change
  const { id, flowId, name, namespace, source, team, summary, classes, way, merge, drift } = change
  const tickets = change.tickets.filter((ticket) => reason?.text.includes(ticket) !== true)
  const marks = [
    isUnexplained ? ('unexplained' as const) : null,
    isAsked ? ('asked' as const) : null,
    isReviewed ? ('reviewed' as const) : null,
  ].filter((mark) => mark !== null)
  return {
    ...{ id, flowId, name, namespace, source, team, summary, classes, way, actor, merge, drift },
    at: at.toISOString(),
    reason: reason === null ? null : { text: reason.text.split('\n')[0] ?? '', url: reason.url },
    witnesses: WITNESSES.filter((kind) => isWitnessedBy[kind]),
    effect: packOutcomes(effect),
    ...(tickets.length === 0 ? {} : { tickets }),
    ...(marks.length === 0 ? {} : { marks }),
  }
}
