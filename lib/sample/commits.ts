import { hexOf, oneOf, randomOf } from './random'

export type SampleCommit = {
  sha: string
  /** When it came to the main branch and was rolled out. */
  atMs: number
  author: string
  title: string
  area: string
  /** How many came before it: what versions are counted by. */
  number: number
}

export const PEOPLE = ['mira', 'jonas', 'aiko', 'tomasz', 'leila', 'oskar', 'priya', 'diego'] as const

const AREAS = ['storefront', 'payments', 'pipelines', 'shipping'] as const
const TITLES = [
  'Speed up the checkout query',
  'Retry once when the bank times out',
  'Bump dependencies',
  'Add currency to the export',
  'Split the session job by region',
  'Fix rounding in the totals',
  'Show the delivery window',
  'Drop the unused index',
  'Log the batch id',
  'Move secrets to the vault',
] as const

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** The bad Thursday: when the change that breaks things came and when it was taken back, in minutes after midnight UTC. */
const MERGED_AT = 10 * 60 + 12
const REVERTED_AT = 13 * 60 + 40

export type BadChange = { dayMs: number; mergedMs: number; revertedMs: number; sha: string }

/** The last Thursday that is over, and its change. */
export function badChangeBefore(nowMs: number, seed: string): BadChange {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS
  const sinceThursday = (new Date(today).getUTCDay() + 3) % 7
  const dayMs = today - (sinceThursday === 0 ? 7 : sinceThursday) * DAY_MS
  return {
    dayMs,
    mergedMs: dayMs + MERGED_AT * MINUTE_MS,
    revertedMs: dayMs + REVERTED_AT * MINUTE_MS,
    sha: hexOf(20, seed, 'bad change', dayMs),
  }
}

/** What the people of the company brought to the main branch between the two times, oldest first; there is always one. */
export function commitsOf(seed: string, fromMs: number, untilMs: number, bad: BadChange): SampleCommit[] {
  const found: Omit<SampleCommit, 'number'>[] = []
  // A day earlier, so that the first execution has a commit to run on.
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS - DAY_MS; day < untilMs; day += DAY_MS) {
    const weekday = new Date(day).getUTCDay()
    const isWeekend = weekday === 0 || weekday === 6
    const random = randomOf(seed, 'commits', day)
    const count = isWeekend ? 1 : 9 + Math.floor(random() * 5)
    for (let n = 0; n < count; n++) {
      const atMs = day + Math.round((8 + random() * 9.5) * 60) * MINUTE_MS
      const commit = {
        sha: hexOf(20, seed, 'commit', day, n),
        atMs,
        author: oneOf(random, PEOPLE),
        title: oneOf(random, TITLES),
        area: oneOf(random, AREAS),
      }
      // Nothing else was merged while people looked for what was wrong.
      if (atMs < bad.mergedMs - 20 * MINUTE_MS || atMs > bad.revertedMs + 5 * MINUTE_MS) found.push(commit)
    }
  }
  found.push(
    {
      sha: bad.sha,
      atMs: bad.mergedMs,
      author: 'jonas',
      area: 'storefront',
      title: 'Rename orders.amount to orders.total_amount',
    },
    {
      sha: hexOf(20, seed, 'revert', bad.dayMs),
      atMs: bad.revertedMs,
      author: 'leila',
      area: 'storefront',
      title: 'Revert “Rename orders.amount to orders.total_amount”',
    },
  )
  return found
    .filter(({ atMs }) => atMs < untilMs)
    .sort((a, b) => a.atMs - b.atMs || (a.sha < b.sha ? -1 : 1))
    .map((commit, number) => ({ ...commit, number }))
}
