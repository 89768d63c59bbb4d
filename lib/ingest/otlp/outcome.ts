import type { RejectedItem } from './rejected-item'
import type { ItemPlace } from './request-walker'

export type RejectReason = 'bad_trace_id' | 'bad_span_id' | 'bad_time' | 'too_old' | 'in_the_future'

export type Rejected = { reason: RejectReason; path: string; message: string; item: RejectedItem }

/** What became of one request. `rejected` holds at most 20 with detail; the counts are complete. */
export type DecodeOutcome = {
  accepted: number
  rejectedCount: number
  rejectedByReason: Record<string, number>
  rejected: Rejected[]
  redacted: Record<string, number>
}

const DETAILED_MAX = 20

const MESSAGES: Record<RejectReason, string> = {
  bad_trace_id: 'the trace id must be 16 bytes and not all zero',
  bad_span_id: 'the span id must be 8 bytes and not all zero',
  bad_time: 'the start time is missing, or a time is beyond the year 2262',
  too_old: 'it began before anything that is still kept',
  in_the_future: 'it begins more than a day from now; check the clock of the sender',
}

export type Signal = 'traces' | 'logs'

const WORDS = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
} as const

/** Counts what is taken and what is not while a request is decoded. */
export class OutcomeTally {
  constructor(private readonly signal: Signal) {}

  private accepted = 0
  private readonly byReason = new Map<RejectReason, number>()
  private readonly detailed: Rejected[] = []

  accept(): void {
    this.accepted++
  }

  /** `shown` makes the item as it is kept; asked only for the few that are told in detail. */
  reject(reason: RejectReason, { resource, scope, item }: ItemPlace, shown: () => RejectedItem): void {
    this.byReason.set(reason, (this.byReason.get(reason) ?? 0) + 1)
    if (this.detailed.length === DETAILED_MAX) return
    const [outer, inner, leaf] = WORDS[this.signal]
    const path = `${outer}[${resource}].${inner}[${scope}].${leaf}[${item}]`
    this.detailed.push({ reason, path, message: MESSAGES[reason], item: shown() })
  }

  outcome(redacted: Record<string, number>): DecodeOutcome {
    const counts = [...this.byReason.values()]
    return {
      accepted: this.accepted,
      rejectedCount: counts.reduce((sum, count) => sum + count, 0),
      rejectedByReason: Object.fromEntries(this.byReason),
      rejected: this.detailed,
      redacted,
    }
  }
}

/** The words of a partial success: how many for which reason, and where the first of them is. */
export function rejectionMessage({ rejectedByReason, rejected, rejectedCount }: DecodeOutcome): string {
  if (rejectedCount === 0) return ''
  const reasons = Object.entries(rejectedByReason).map(([reason, count]) => {
    const first = rejected.find((one) => one.reason === reason)
    return first === undefined ? `${count} × ${reason}` : `${count} × ${first.message} (first ${first.path})`
  })
  return `${rejectedCount} not stored: ${reasons.join('; ')}`
}
