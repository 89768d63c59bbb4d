import { canonicalJson, type Json } from '@/lib/audit/canonical-json'
import type { Change } from '@/lib/model/flow-change'

/** Who had a part in a change, by the keys of actors, and what speaks for it. */
export type ChangeEvidence = Pick<Change, (typeof PARTS)[number] | 'reviewers' | 'actorKey' | 'isByBot'> &
  Pick<Change, 'reason' | 'tickets' | 'merge' | 'commit' | 'isUnexplained' | 'deployExecutionId'>

const PARTS = ['author', 'committer', 'pusher', 'merger', 'editor', 'deployer'] as const

/** More of each than anybody reads in an entry. */
const MOST_TEXT = 1_000

/** Everybody whom it names, each once. */
export function peopleOf(change: ChangeEvidence): string[] {
  const keys = [
    ...PARTS.map((part) => change[part]),
    change.actorKey,
    ...change.reviewers.map((each) => each.actorKey),
  ]
  return [...new Set(keys.filter((key) => key !== null))]
}

/**
 * The same as an entry of the audit log tells it: who acted in the tool and for whom, wrote, merged, approved and deployed,
 * with the names that are known of them, and why. Parts that nobody had are left out.
 */
export function evidenceOf(
  change: ChangeEvidence,
  names: ReadonlyMap<string, string>,
): { [word: string]: Json } {
  const person = (key: string) => ({ id: key, name: names.get(key) ?? null })
  const { actorKey, author, reason, merge, commit } = change
  const parts = PARTS.flatMap((part) => {
    const key = change[part]
    return key === null ? [] : [[part, person(key)] as const]
  })
  return {
    actor: actorKey === null ? null : person(actorKey),
    on_behalf_of: change.isByBot && author !== null && author !== actorKey ? person(author) : null,
    ...Object.fromEntries(parts),
    reviewers: change.reviewers.map((each) => ({ ...person(each.actorKey), verdict: each.verdict })),
    merge: merge === null ? null : { number: merge.number, title: cut(merge.title), url: merge.url },
    commit: commit === null ? null : { sha: commit.sha, url: commit.url },
    reason: reason === null ? null : { kind: reason.kind, text: cut(reason.text), url: reason.url },
    tickets: change.tickets,
    deployed_by_execution: change.deployExecutionId,
    is_unexplained: change.isUnexplained,
  }
}

/** True where one of the two tells of somebody or something that the other does not. */
export const tellsOther = (a: ChangeEvidence, b: ChangeEvidence): boolean =>
  canonicalJson(evidenceOf(a, new Map())) !== canonicalJson(evidenceOf(b, new Map()))

const cut = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text)
