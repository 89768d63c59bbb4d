const HOUR_MS = 3_600_000

/** How busy an hour of the day is (UTC), nightly batches and office hours; weekends have a third of it. */
const HOURS = [5, 7, 9, 8, 6, 5, 6, 7, 9, 10, 10, 9, 8, 9, 10, 10, 9, 8, 6, 5, 4, 4, 4, 4]
const WEEKEND = 0.35

/** Turns a share of all executions (0 … 1, oldest first) into the moment at which that share had happened. */
export function rhythm(fromMs: number, toMs: number): (share: number) => number {
  const starts: number[] = []
  const upTo: number[] = []
  let sum = 0
  for (let at = fromMs; at < toMs; at += HOUR_MS) {
    const date = new Date(at)
    const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
    starts.push(at)
    upTo.push(sum)
    sum += (HOURS[date.getUTCHours()] ?? 1) * (isWeekend ? WEEKEND : 1) * Math.min(1, (toMs - at) / HOUR_MS)
  }
  return (share) => {
    const wanted = share * sum
    const hour = lastAtMost(upTo, wanted)
    const [start, before] = [starts[hour] ?? fromMs, upTo[hour] ?? 0]
    const length = Math.min(HOUR_MS, toMs - start)
    return start + (length * (wanted - before)) / ((upTo[hour + 1] ?? sum) - before)
  }
}

/** Index of the last entry of an ascending list that is not above `wanted`. */
export function lastAtMost(ascending: readonly number[], wanted: number): number {
  let [low, high] = [0, ascending.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((ascending[middle] ?? 0) <= wanted) low = middle
    else high = middle - 1
  }
  return low
}
