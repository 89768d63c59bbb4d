import type { SampleCommit } from './commits'
import { flowKey, type SampleFlow } from './company'
import { randomOf } from './random'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** When an execution starts and, where people cause it, the commit that it is for. */
export type Start = { atMs: number; commit: SampleCommit | null }

/** The starts of a flow between two times, oldest first. What another flow starts has none of its own. */
export function startsOf(
  flow: SampleFlow,
  {
    seed,
    fromMs,
    untilMs,
    commits,
  }: { seed: string; fromMs: number; untilMs: number; commits: readonly SampleCommit[] },
): Start[] {
  const { schedule } = flow
  if (schedule.kind === 'child') return []
  if (schedule.kind === 'commits') {
    return commits
      .filter(({ area, atMs }) => area === schedule.area && atMs >= fromMs && atMs < untilMs)
      .map((commit) => ({ atMs: commit.atMs + 15_000, commit }))
  }
  const starts: Start[] = []
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < untilMs; day += DAY_MS) {
    for (const atMs of startsOfDay(flow, seed, day)) {
      if (atMs >= fromMs && atMs < untilMs) starts.push({ atMs, commit: null })
    }
  }
  return starts.sort((a, b) => a.atMs - b.atMs)
}

function startsOfDay(flow: SampleFlow, seed: string, day: number): number[] {
  const { schedule } = flow
  const weekday = new Date(day).getUTCDay()
  const isWeekend = weekday === 0 || weekday === 6
  if (schedule.kind === 'daily') {
    const isToday = schedule.days === undefined || schedule.days.includes(weekday)
    return isToday ? [day + (schedule.hour * 60 + schedule.minute) * MINUTE_MS] : []
  }
  if (schedule.kind === 'every') {
    if (isWeekend && schedule.isForWeekdays === true) return []
    const starts: number[] = []
    for (let minute = schedule.at; minute < 1440; minute += schedule.minutes)
      starts.push(day + minute * MINUTE_MS)
    return starts
  }
  if (schedule.kind !== 'pushes') return []
  // People push between eight and seven, most around eleven and four, and hardly at all on weekends.
  const random = randomOf(seed, flowKey(flow), 'pushes', day)
  const count = Math.round(schedule.perDay * (isWeekend ? 0.1 : 0.8 + random() * 0.4))
  return Array.from({ length: count }, () => {
    const hour = (random() < 0.5 ? 11 : 16) + (random() + random() - 1) * 3
    return day + Math.round(hour * 3600) * 1000
  })
}
