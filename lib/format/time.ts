const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `just now`, `4 s ago`, `3 min ago`, `2 h ago`, `5 d ago`; a clock ahead of ours reads `in 4 s`. */
export function formatRelative(atMs: number, nowMs: number): string {
  const distance = nowMs - atMs
  const size = Math.abs(distance)
  if (size < 1.5 * SECOND) return 'just now'
  const text = relativeSize(size)
  return distance > 0 ? `${text} ago` : `in ${text}`
}

function relativeSize(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`
  return `${Math.floor(ms / DAY)} d`
}

/** How often the words of `formatRelative` change at that distance. */
export function relativeStepMs(atMs: number, nowMs: number): number {
  const size = Math.abs(nowMs - atMs)
  return size < MINUTE ? SECOND : MINUTE
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(zone, made)
  return made
}

/** `21 Nov 2026, 09:15:04` in the zone, without naming it. */
export function formatInstant(atMs: number, zone: string): string {
  const part = partsOf(atMs, zone)
  return `${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}:${part.second}`
}

/** `21 Nov, 09:15`: for axes and tight cells. */
export function formatShort(atMs: number, zone: string): string {
  const part = partsOf(atMs, zone)
  return `${part.day} ${part.month}, ${part.hour}:${part.minute}`
}

/** `09:15` */
export function formatClock(atMs: number, zone: string): string {
  const part = partsOf(atMs, zone)
  return `${part.hour}:${part.minute}`
}

/** `21 Nov` */
export function formatDay(atMs: number, zone: string): string {
  const part = partsOf(atMs, zone)
  return `${part.day} ${part.month}`
}

/** `UTC`, `CET`, `GMT+5:30`: what to write after a time in that zone at that moment. */
export function zoneName(atMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    atMs,
  )
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

/** Nanoseconds as text to milliseconds, fraction kept. */
export function millisOf(unixNano: string | bigint): number {
  return Number(BigInt(unixNano) / 1000n) / 1000
}

function partsOf(atMs: number, zone: string) {
  const part = { day: '', month: '', year: '', hour: '', minute: '', second: '' }
  for (const { type, value } of formatIn(zone).formatToParts(atMs)) {
    if (type in part) part[type as keyof typeof part] = value
  }
  return part
}
