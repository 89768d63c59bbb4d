import { Refusal } from '@/lib/model/refusal'

/** A caller forgotten for this long has a full bucket anyway. */
const FORGET_AFTER_MS = 60_000

type Bucket = { left: number; atMs: number }

/** A bucket of requests for each caller that fills up evenly over a minute; one too many is refused until there is one again. */
export function requestRate(perMinute: number, clock: () => number = Date.now): (caller: string) => void {
  const buckets = new Map<string, Bucket>()
  let sweptAtMs = 0
  const sweep = (nowMs: number) => {
    if (nowMs - sweptAtMs < FORGET_AFTER_MS) return
    sweptAtMs = nowMs
    for (const [caller, { atMs }] of buckets) if (nowMs - atMs > FORGET_AFTER_MS) buckets.delete(caller)
  }
  return (caller) => {
    const nowMs = clock()
    sweep(nowMs)
    const known = buckets.get(caller) ?? { left: perMinute, atMs: nowMs }
    const left = Math.min(perMinute, known.left + ((nowMs - known.atMs) / 60_000) * perMinute)
    buckets.set(caller, { left: left < 1 ? left : left - 1, atMs: nowMs })
    if (left >= 1) return
    const seconds = Math.max(1, Math.ceil(((1 - left) * 60) / perMinute))
    throw new Refusal('rate_limited', `More than ${perMinute} requests a minute.`, seconds)
  }
}
