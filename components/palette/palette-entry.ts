import { PLACES, type Place } from '@/components/frame/places'
import type { HitKind, SearchHit } from '@/lib/model/search-hit'
import type { State } from '@/lib/model/state'

/** A line of the palette: where it leads and what it is. */
export type PaletteEntry = {
  /** Unique among the lines. */
  key: string
  href: string
  title: string
  says: string
  kind: HitKind | 'page'
  state: State | null
}

export type PaletteGroup = { title: string; entries: PaletteEntry[] }

const TITLES: Record<HitKind, string> = {
  execution: 'Executions',
  trace: 'Traces',
  flow: 'Flows',
  source: 'Sources',
  person: 'People',
}

const HREFS: Record<HitKind, (id: string) => string> = {
  execution: (id) => `/executions/${id}`,
  trace: (id) => `/traces/${id}`,
  flow: (id) => `/flows/${id}`,
  source: (id) => `/sources/${id}`,
  person: (id) => `/settings/members/${id}`,
}

/** Pages that have no key of their own but are looked for by name. */
const MORE_PAGES = [
  { href: '/audit/keeping', title: 'Keeping the audit log' },
  { href: '/audit/verify', title: 'Verify an export of the audit log' },
  { href: '/settings/tokens', title: 'API tokens' },
  { href: '/settings/members', title: 'Members' },
  { href: '/settings/teams', title: 'Teams' },
  { href: '/api-reference', title: 'API reference' },
  { href: '/sources/new', title: 'New source' },
  { href: '/sources/events', title: 'Events' },
  { href: '/sources/guides', title: 'Guides' },
]

/** What is shown for what was typed: pages whose name has it, then what was found, by kind. */
export function paletteGroups(
  typed: string,
  hits: readonly SearchHit[],
  places: readonly Place[] = PLACES,
): PaletteGroup[] {
  const kinds: HitKind[] = ['execution', 'trace', 'flow', 'source', 'person']
  const groups = [
    { title: 'Pages', entries: pagesLike(typed, places) },
    ...kinds.map((kind) => ({
      title: TITLES[kind],
      entries: hits.filter((hit) => hit.kind === kind).map(entryOf),
    })),
  ]
  return groups.filter(({ entries }) => entries.length > 0)
}

function pagesLike(typed: string, shown: readonly Place[]): PaletteEntry[] {
  const wanted = typed.trim().toLowerCase()
  const places = shown.map(({ href, title, key }) => ({ href, title, says: `g ${key}` }))
  const known = MORE_PAGES.filter(
    ({ href }) => href === '/api-reference' || shown.some((place) => href.startsWith(`${place.href}/`)),
  )
  const more = wanted === '' ? [] : known.map((page) => ({ ...page, says: '' }))
  return [...places, ...more]
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .map((page) => ({ ...page, key: `page:${page.href}`, kind: 'page', state: null }))
}

const entryOf = ({ kind, id, title, says, state }: SearchHit): PaletteEntry => ({
  key: `${kind}:${id}`,
  href: HREFS[kind](id),
  title,
  says,
  kind,
  state,
})
