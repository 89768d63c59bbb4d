import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

const MEMBER_STATES = ['all', 'active', 'deactivated'] as const

/** The list's only state. */
export const loadMemberParams = createLoader({
  q: parseAsString.withDefault(''),
  team: parseAsString.withDefault(''),
  state: parseAsStringLiteral(MEMBER_STATES).withDefault('all'),
  after: parseAsString.withDefault(''),
})

export type MemberAddress = { q: string; team: string; state: (typeof MEMBER_STATES)[number]; after: string }

/** The address of the list with something of it changed; whatever is as usual is left out. */
export function membersHref(address: MemberAddress, change: Partial<MemberAddress>): string {
  const next = { ...address, after: '', ...change }
  const query = new URLSearchParams()
  if (next.q) query.set('q', next.q)
  if (next.team) query.set('team', next.team)
  if (next.state !== 'all') query.set('state', next.state)
  if (next.after) query.set('after', next.after)
  return query.size === 0 ? '/settings/members' : `/settings/members?${query}`
}
