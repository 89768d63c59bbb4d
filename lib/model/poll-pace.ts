const LONGEST_PAUSE_MS = 3_600_000

/** Milliseconds between two rounds after so many failures in a row: doubled with each, an hour at most. */
export const pauseMs = (everyMs: number, failures: number): number =>
  Math.max(everyMs, Math.min(LONGEST_PAUSE_MS, everyMs * 2 ** Math.min(failures, 12)))

/**
 * When a tool is to be asked next, in milliseconds since 1970: by its own pace, later the more often it failed; null for at
 * once, where it was never asked, or somebody changed how it is reached since.
 */
export function nextRoundAt({
  startedAt,
  failures,
  connectedAt,
  everySeconds,
}: {
  startedAt: Date | null
  failures: number
  connectedAt: Date | null
  everySeconds: number
}): number | null {
  if (startedAt === null || (connectedAt !== null && connectedAt.getTime() > startedAt.getTime())) return null
  return startedAt.getTime() + pauseMs(everySeconds * 1_000, failures)
}
