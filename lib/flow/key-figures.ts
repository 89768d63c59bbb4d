import { addCounts, quantileOf } from '@/lib/charts/duration-buckets'
import type { FlowDay } from '@/lib/model/flow-page'
import type { FlowFigures } from '@/lib/model/listed-flow'
import { amountTrend, ratioTrend, successRatio, type Trend } from './figures'

const DAY_MS = 86_400_000
/** Quantiles are read from buckets that are a fifth wide. */
const BUCKET_NOISE = 0.19

export type KeyFigures = {
  executions: number
  broken: number
  success: number | null
  p50Ms: number | null
  p95Ms: number | null
  trends: { executions: Trend | null; success: Trend | null; p50: Trend | null; p95: Trend | null }
}

/** What the last days came to, and how that stands against as many days before them. */
export function keyFigures(days: readonly FlowDay[], nowMs: number, length: number): KeyFigures {
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS
  const now = figuresOf(days, todayMs - (length - 1) * DAY_MS, todayMs)
  const before = figuresOf(days, todayMs - (2 * length - 1) * DAY_MS, todayMs - length * DAY_MS)
  const [success, earlier] = [successRatio(now), successRatio(before)]
  const [p50Ms, p95Ms] = [quantileOf(now.durations, 0.5), quantileOf(now.durations, 0.95)]
  const slow = { noise: BUCKET_NOISE, less: 'good' } as const
  return {
    executions: now.executions,
    broken: now.broken,
    success,
    p50Ms,
    p95Ms,
    trends: {
      executions: amountTrend(now.executions, before.executions, { noise: 0.02, less: 'neutral' }),
      success: ratioTrend(success, earlier),
      p50: amountTrend(p50Ms, quantileOf(before.durations, 0.5), slow),
      p95: amountTrend(p95Ms, quantileOf(before.durations, 0.95), slow),
    },
  }
}

/** The days from one to another, both included, added up. */
export function figuresOf(days: readonly FlowDay[], fromMs: number, toMs: number): FlowFigures {
  const within = days.filter(({ day }) => Date.parse(day) >= fromMs && Date.parse(day) <= toMs)
  const sum = (of: (day: FlowDay) => number) => within.reduce((total, day) => total + of(day), 0)
  return {
    executions: sum((day) => day.executions),
    good: sum((day) => day.succeeded + day.warned),
    broken: sum((day) => day.broken),
    durations: addCounts(within.map((day) => day.durations)),
  }
}
