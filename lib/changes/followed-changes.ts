import type { Change, Witness } from '@/lib/model/flow-change'

/**
 * Which change took the place of each that was known before, by id: where a witness that comes late makes another change of
 * it. What people said of the old one is then of the new one. Those that stayed what they were are not named.
 */
export function followedChanges(before: readonly Change[], after: readonly Change[]): Map<string, string> {
  const holders = new Map<string, Change[]>()
  for (const change of after) {
    for (const name of namesOf(change)) holders.set(name, [...(holders.get(name) ?? []), change])
  }
  const followed = new Map<string, string>()
  for (const old of before) {
    const shared = new Map<Change, number>()
    for (const change of namesOf(old).flatMap((name) => holders.get(name) ?? [])) {
      shared.set(change, (shared.get(change) ?? 0) + 1)
    }
    // The one with most in common; among those the one that kept the id, then the earliest.
    const [best] = [...shared].sort(
      ([a, x], [b, y]) =>
        y - x ||
        Number(b.id === old.id) - Number(a.id === old.id) ||
        (a.at < b.at ? -1 : a.at > b.at ? 1 : 0),
    )
    if (best !== undefined && best[0].id !== old.id) followed.set(old.id, best[0].id)
  }
  return followed
}

/** What makes two changes the same: a commit, or what the tool said. That an execution ran it says nothing of what it is. */
const namesOf = ({ witnesses }: Change): string[] => [
  ...new Set(witnesses.filter(({ kind }) => kind !== 'execution' && kind !== 'deploy').flatMap(nameOf)),
]

const nameOf = ({ kind, eventId, sha }: Witness): string[] =>
  eventId !== null ? [`${kind} ${eventId}`] : sha === null ? [] : [`commit ${sha}`]
