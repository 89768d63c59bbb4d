import { formatDuration } from '@/lib/format/duration'
import type { UsualDuration } from '@/lib/model/execution-neighbours'

/** How a duration stands to what is usual, and how to say it. */
export type AgainstUsual = {
  verdict: 'shorter' | 'usual' | 'longer' | 'much longer'
  /** `1.8× usual`; null where there is nothing to remark. */
  remark: string | null
  /** `usually 4 m – 6 m (of 50)`. */
  band: string
}

/** The median is what a person expects; past the 95th percentile something is out of the ordinary. */
export function againstUsual(durationMs: number, usual: UsualDuration): AgainstUsual {
  const band = bandOf(usual)
  const times = usual.p50Ms > 0 ? durationMs / usual.p50Ms : 1
  if (durationMs > usual.p95Ms && times >= 1.1) {
    return {
      verdict: durationMs > usual.p95Ms * 1.5 ? 'much longer' : 'longer',
      remark: timesOf(times),
      band,
    }
  }
  if (times <= 0.5 && usual.p50Ms >= 1000) return { verdict: 'shorter', remark: timesOf(times), band }
  return { verdict: 'usual', remark: null, band }
}

function bandOf({ p50Ms, p95Ms, count }: UsualDuration): string {
  const [low, high] = [formatDuration(p50Ms), formatDuration(p95Ms)]
  return `usually ${low === high ? low : `${low} – ${high}`} (last ${count})`
}

const timesOf = (times: number): string =>
  `${times >= 10 ? Math.round(times) : Number(times.toFixed(times < 1 ? 2 : 1))}× usual`
