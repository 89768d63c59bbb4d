const SIGNALS: Record<string, string> = {
  spans: 'Spans',
  log_records: 'Log records',
  metrics: 'Metric points',
  events: 'Events',
}

/** The signal as a heading says it. */
export const signalName = (signal: string): string => SIGNALS[signal] ?? signal

/** A reason or a kind of secret as the receiver writes it (`bad_trace_id`), for people. */
export function reasonWords(reason: string): string {
  const words = reason.replaceAll(/[_-]+/g, ' ').trim()
  return words === '' ? 'no reason given' : words
}
