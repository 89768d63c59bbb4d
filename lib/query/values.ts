const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `5m`, `1h30m`, `250ms`, `1.5h` to milliseconds; null when it is none of these. */
export function parseDurationMs(text: string): number | null {
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)(ms|min|[smhdw])/g)]
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text.toLowerCase()) return null
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0)
}

/** A day or a moment: from when, and until when it lasts (a day, a minute, a second), in UTC unless it says otherwise. */
export function parseTime(text: string): { fromMs: number; toMs: number } | null {
  const shape = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text)
  if (!shape) return null
  const hasTime = /T/i.test(text)
  const fromMs = Date.parse(hasTime && !shape[3] ? `${text}Z` : text)
  if (Number.isNaN(fromMs)) return null
  const lengthMs = !hasTime ? 86_400_000 : shape[2] ? 1 : shape[1] ? 1000 : 60_000
  return { fromMs, toMs: fromMs + lengthMs }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i
const TRACE_ID = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/i

/** The id of ours or the trace id within a pasted id or address, as a UUID; null when there is none. */
export function findUuid(text: string): string | null {
  const uuid = UUID.exec(text)
  if (uuid) return uuid[0].toLowerCase()
  const trace = TRACE_ID.exec(text)?.[0].toLowerCase()
  if (!trace) return null
  return [
    trace.slice(0, 8),
    trace.slice(8, 12),
    trace.slice(12, 16),
    trace.slice(16, 20),
    trace.slice(20),
  ].join('-')
}
