import { uuidFrom } from '@/lib/executions/identity'
import type { ToldActor } from '@/lib/model/change'
import { isProgram } from './change-people'
import { groupedBy } from './git-steps'
import { handlesAreAlike, sameWords } from './name-likeness'

/** Somebody as one tool names them, by the key of `actorKey`. */
export type KnownActor = ToldActor & { key: string }

/** A user of Runledger. */
export type KnownUser = { id: string; name: string; email: string }

/** What people decided of two names; the first key is the lesser one. */
export type MergeDecision = { firstKey: string; secondKey: string; state: 'merged' | 'apart' }

/** Two names that evidence says are one person. What is certain is merged without asking, and can be taken back. */
export type MergeSuggestion = {
  firstKey: string
  secondKey: string
  evidence: string
  isCertain: boolean
}

/** The key of a user of Runledger beside those of actors. */
export const userKey = (userId: string): string => `user:${userId}`

type Named = { key: string; handle: string; name: string | null; email: string | null; isBot: boolean }

const NOREPLY = /^(?:\d+[+-])?([\w-]+(?:\[bot\])?)@users\.noreply\.(github|gitlab)\.com$/i
/** Addresses that belong to nobody in particular. */
const SHARED =
  /^(?:no-?reply|do-?not-?reply|root|git|ci|admin|administrator|build|deploy|info|support|team|dev|user|ubuntu|ec2-user|vscode|jenkins|airflow|actions|bot|test|you|your|me)@|@(?:localhost|localhost\.localdomain|.*\.(?:local|internal|lan)|\(none\))$|@users\.noreply\./i
/** Handles that are the same everywhere without being the same person. */
const GENERIC =
  /^(?:admin|root|user|test|dev|developer|ops|ci|build|deploy|git|system|service|data|airflow|kestra|prefect|default)\d*$/i

/** What evidence says of names that may be one person, each pair once, the certain before the likely. */
export function suggestMerges(actors: readonly KnownActor[], users: readonly KnownUser[]): MergeSuggestion[] {
  const people = [...actors.map(ofActor), ...users.map(ofUser)].filter(({ isBot }) => !isBot)
  const found = new Map<string, MergeSuggestion>()
  const suggest = (a: Named, b: Named, evidence: string, isCertain: boolean) => {
    if (a.key === b.key) return
    const [firstKey, secondKey] = a.key < b.key ? [a.key, b.key] : [b.key, a.key]
    const key = JSON.stringify([firstKey, secondKey])
    if (!found.has(key)) found.set(key, { firstKey, secondKey, evidence, isCertain })
  }
  const byKey = new Map(people.map((each) => [each.key, each]))
  for (const [email, group] of groupedBy(people.filter(hasOwnAddress), (each) => each.email ?? '')) {
    forPairs(group, (a, b) => suggest(a, b, `the same e-mail, ${email}`, true))
  }
  for (const one of people) {
    const [, login, forge] = NOREPLY.exec(one.email ?? '') ?? []
    const other =
      login === undefined ? undefined : byKey.get(`${forge?.toLowerCase()}:${login.toLowerCase()}`)
    if (other !== undefined) suggest(one, other, `the address that ${forge} gives to ${login}`, true)
  }
  for (const group of groupedBy(people.filter(hasFullName), ({ name }) => sameWords(name ?? '')).values()) {
    forPairs(group, (a, b) => {
      if (handlesAreAlike(a, b))
        suggest(a, b, `the same name, ${a.name}, and handles alike: ${a.handle} and ${b.handle}`, false)
    })
  }
  const ofHandle = groupedBy(people.filter(hasOwnHandle), ({ handle }) => handle.toLowerCase())
  for (const group of ofHandle.values()) {
    forPairs(group, (a, b) => {
      const contradict =
        hasFullName(a) && hasFullName(b) && sameWords(a.name ?? '') !== sameWords(b.name ?? '')
      if (!contradict) suggest(a, b, `the same handle, ${a.handle}`, false)
    })
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.isCertain) - Number(a.isCertain) ||
      compareKeys(a.firstKey, b.firstKey) ||
      compareKeys(a.secondKey, b.secondKey),
  )
}

const compareKeys = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function ofActor(actor: KnownActor): Named {
  const { key, kind, id, name, email } = actor
  const address = email ?? (kind === 'email' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(id) ? id : null)
  return {
    key,
    handle: id.split('@')[0] ?? id,
    name: name ?? null,
    email: address?.toLowerCase() ?? null,
    isBot: isProgram(actor),
  }
}

const ofUser = ({ id, name, email }: KnownUser): Named => ({
  key: userKey(id),
  handle: email.split('@')[0] ?? email,
  name,
  email: email.toLowerCase(),
  isBot: false,
})

const hasOwnAddress = ({ email, key }: Named): boolean =>
  email !== null && (key.startsWith('user:') || !SHARED.test(email))
const hasFullName = ({ name }: Named): boolean => name !== null && /\S\s+\S/.test(name.trim())
const hasOwnHandle = ({ handle }: Named): boolean => handle.length >= 4 && !GENERIC.test(handle)

/** More of one name is no evidence of anything. */
const MAX_ALIKE = 12

function forPairs(group: readonly Named[], each: (a: Named, b: Named) => void): void {
  if (group.length > MAX_ALIKE && group.every(({ email }) => email === null)) return
  const sorted = group.toSorted((a, b) => compareKeys(a.key, b.key))
  for (const [index, a] of sorted.entries()) for (const b of sorted.slice(index + 1)) each(a, b)
}

/**
 * Who each actor is: the user of Runledger among those that are one, else an id of their own. What people decided counts
 * before any evidence; two that are apart are never one, through whomever they are alike.
 */
export function personsOf(
  orgId: string,
  actors: readonly KnownActor[],
  users: readonly KnownUser[],
  decisions: readonly MergeDecision[],
): Map<string, string> {
  const keys = [...actors.map(({ key }) => key), ...users.map(({ id }) => userKey(id))].sort()
  const groups = new Map(keys.map((key) => [key, new Set([key])]))
  const apart = decisions.filter(({ state }) => state === 'apart')
  const unite = ({ firstKey, secondKey }: { firstKey: string; secondKey: string }) => {
    const [a, b] = [groups.get(firstKey), groups.get(secondKey)]
    if (a === undefined || b === undefined || a === b) return
    const isForbidden = apart.some(
      (each) =>
        (a.has(each.firstKey) && b.has(each.secondKey)) || (b.has(each.firstKey) && a.has(each.secondKey)),
    )
    // Two users of Runledger are two people.
    if (isForbidden || (hasUser(a) && hasUser(b))) return
    for (const key of b) {
      a.add(key)
      groups.set(key, a)
    }
  }
  const certain = suggestMerges(actors, users).filter(({ isCertain }) => isCertain)
  for (const decision of inOrder(decisions.filter(({ state }) => state === 'merged'))) unite(decision)
  for (const suggestion of inOrder(certain)) unite(suggestion)
  return new Map(actors.map(({ key }) => [key, personIn(orgId, groups.get(key) ?? new Set([key]))]))
}

const inOrder = <Pair extends { firstKey: string; secondKey: string }>(pairs: readonly Pair[]): Pair[] =>
  pairs.toSorted((a, b) => compareKeys(a.firstKey, b.firstKey) || compareKeys(a.secondKey, b.secondKey))

const hasUser = (group: ReadonlySet<string>): boolean => [...group].some((key) => key.startsWith('user:'))

function personIn(orgId: string, group: ReadonlySet<string>): string {
  const sorted = [...group].sort()
  const user = sorted.find((key) => key.startsWith('user:'))
  return user === undefined ? uuidFrom('person', orgId, sorted[0] ?? '') : user.slice('user:'.length)
}
