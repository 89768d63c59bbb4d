import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal, type State } from '@/lib/model/state'
import { cutText } from './cut-text'

/** What the observations add up to, and the observations themselves in their one order. */
export type FoldedState = { state: State; word: string | null; transitions: StateObservation[] }

/** How far along a state is: settles what two witnesses of the same moment mean. */
const RANK: Record<State, number> = {
  scheduled: 0,
  queued: 1,
  unknown: 2,
  running: 3,
  waiting: 4,
  retrying: 5,
  lost: 6,
  missing: 7,
  skipped: 8,
  success: 9,
  warning: 10,
  cancelled: 11,
  failed: 12,
  timed_out: 13,
}

/** Final states that a later witness of the same worth may still make more exact. */
const REFINED_BY: Partial<Record<State, (next: State) => boolean>> = {
  failed: (next) => next === 'timed_out',
  success: (next) => next === 'warning',
  lost: (next) => next !== 'missing',
  missing: () => true,
}

const MAX_TRANSITIONS = 64

/** Orders decimal nanoseconds without making bigints of them. */
export const compareNano = (a: UnixNano, b: UnixNano): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** The earlier of two times, where there is one. */
export const earlier = (a: UnixNano | null, b: UnixNano | null): UnixNano | null =>
  a === null ? b : b === null || compareNano(a, b) <= 0 ? a : b

/** The later of two times, where there is one. */
export const later = (a: UnixNano | null, b: UnixNano | null): UnixNano | null =>
  a === null ? b : b === null || compareNano(a, b) >= 0 ? a : b

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Total order: time, then worth, then how far along, then word; so a set of observations has one list. */
export const compareObservations = (a: StateObservation, b: StateObservation): number =>
  compareNano(a.at, b.at) ||
  a.precedence - b.precedence ||
  RANK[a.state] - RANK[b.state] ||
  compareText(a.word, b.word) ||
  Number(a.reopens ?? false) - Number(b.reopens ?? false)

/** The set of observations as a list: ordered, each once, at most 64, of which what decides is kept first. */
export function orderObservations(observations: readonly StateObservation[]): StateObservation[] {
  const ordered = observations.map(exactly).sort(compareObservations)
  const distinct = ordered.filter((each, index) => {
    const before = ordered[index - 1]
    return before === undefined || compareObservations(before, each) !== 0
  })
  if (distinct.length <= MAX_TRANSITIONS) return distinct
  const decides = (each: StateObservation) => Number(isTerminal(each.state) || each.reopens === true)
  return [...distinct]
    .sort((a, b) => decides(b) - decides(a) || compareObservations(b, a))
    .slice(0, MAX_TRANSITIONS)
    .sort(compareObservations)
}

/** One key order whoever made the object: rows are compared byte for byte. */
const exactly = (of: StateObservation): StateObservation => ({
  state: of.state,
  word: cutText(of.word, 200),
  at: of.at,
  precedence: of.precedence,
  ...(of.reopens === true ? { reopens: true as const } : {}),
})

/**
 * The state that a set of observations adds up to. A final state stays unless the tool put the execution back to work,
 * a worthier witness says otherwise, or one of the same worth is more exact about it.
 */
export function foldState(observations: readonly StateObservation[]): FoldedState {
  const transitions = orderObservations(observations)
  const reopened = transitions.findLastIndex((each) => each.reopens === true)
  const live = reopened < 0 ? transitions : transitions.slice(reopened)
  const winner = unlessSilent(winnerOf(live.filter(isSaid)), live)
  if (winner === null) return { state: 'unknown', word: null, transitions }
  // A span's status is no word of the tool's, nor is what we concluded ourselves.
  return {
    state: winner.state,
    word: winner.precedence <= PRECEDENCE.status ? null : winner.word,
    transitions,
  }
}

const isSaid = ({ precedence }: StateObservation): boolean => precedence > PRECEDENCE.guess

function winnerOf(said: readonly StateObservation[]): StateObservation | null {
  const final = finalOf(said.filter((each) => isTerminal(each.state)))
  const open = openOf(said.filter((each) => !isTerminal(each.state)))
  return final === null || (open !== null && undoes(open, final)) ? open : final
}

/** What was concluded from silence stands where nothing says that it ended, nor anything at all since then. */
function unlessSilent(
  said: StateObservation | null,
  live: readonly StateObservation[],
): StateObservation | null {
  if (said !== null && isTerminal(said.state)) return said
  const guess = live.findLast((each) => !isSaid(each))
  if (guess === undefined) return said
  const isAlive = live.some(
    (each) => isSaid(each) && each.state !== 'unknown' && compareNano(each.at, guess.at) > 0,
  )
  return isAlive ? said : guess
}

function finalOf(finals: StateObservation[]): StateObservation | null {
  const worth = Math.max(...finals.map((each) => each.precedence))
  const worthiest = finals
    .filter((each) => each.precedence === worth)
    .sort((a, b) => compareNano(a.at, b.at) || RANK[b.state] - RANK[a.state] || compareText(a.word, b.word))
  let current: StateObservation | null = null
  for (const each of worthiest) {
    if (current === null || REFINED_BY[current.state]?.(each.state) === true) current = each
  }
  return current
}

const openOf = (open: StateObservation[]): StateObservation | null =>
  open.reduce<StateObservation | null>((best, each) => {
    if (best === null) return each
    const order =
      each.precedence - best.precedence ||
      compareNano(each.at, best.at) ||
      RANK[each.state] - RANK[best.state]
    return order > 0 || (order === 0 && each.word > best.word) ? each : best
  }, null)

/** A tool that says afterwards that it still runs knows better than a span's end. */
const undoes = (open: StateObservation, final: StateObservation): boolean =>
  open.state !== 'unknown' && open.precedence > final.precedence && compareNano(open.at, final.at) > 0
