import { DRIFT_STATES, type DriftState } from '@/lib/model/flow-change'

/** Flows that somebody edited where they run: what Home counts, and what most want to hear of. */
export const EDITED_STATES: readonly DriftState[] = ['ahead', 'diverged']

/** Flows of which somebody has something to do or to know: Git and what runs are not one. */
export const APART_STATES: readonly DriftState[] = ['diverged', 'ahead', 'orphan', 'behind', 'dormant']

/** What of the drift is looked at, as its address says. */
export type DriftAddress = {
  /** One of the states, `edited` for those of `EDITED_STATES`, else those of `APART_STATES`; of one flow any. */
  state: string
  q: string
  team: string
  source: string
  /** One flow alone. */
  flow: string
  /** From 1. */
  page: number
}

export const ALL_DRIFT: DriftAddress = { state: '', q: '', team: '', source: '', flow: '', page: 1 }

/** The same as a filter of the query: what says nothing is left out. */
export function driftFilterOf({ state, q, team, source, flow, page }: DriftAddress) {
  return {
    ...statesOf(state, flow),
    ...(q === '' ? {} : { text: q }),
    ...(team === '' ? {} : { teamId: team }),
    ...(source === '' ? {} : { sourceId: source }),
    ...(flow === '' ? {} : { flowId: flow }),
    page,
  }
}

function statesOf(state: string, flow: string): { state?: DriftState; states?: readonly DriftState[] } {
  if (isState(state)) return { state }
  if (state === 'edited') return { states: EDITED_STATES }
  return flow === '' ? { states: APART_STATES } : {}
}

const isState = (word: string): word is DriftState => (DRIFT_STATES as readonly string[]).includes(word)

const WORDS = ['state', 'q', 'team', 'source', 'flow'] as const

/** True where the address leaves flows out, whatever their state. */
export const isDriftNarrowed = ({ q, team, source, flow }: DriftAddress): boolean =>
  [q, team, source, flow].some((word) => word !== '')

/** The address of the drift with something of it changed: on its first page, unless that is what is changed. */
export function driftHref(change: Partial<DriftAddress> = {}, address: DriftAddress = ALL_DRIFT): string {
  const next = { ...address, page: 1, ...change }
  const query = new URLSearchParams()
  for (const word of WORDS) if (next[word] !== '') query.set(word, next[word])
  if (next.page > 1) query.set('page', String(next.page))
  const search = query.toString()
  return search === '' ? '/changes/drift' : `/changes/drift?${search}`
}
