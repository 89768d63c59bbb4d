/** How far the sample data is: it is being sent, was stopped on the way, is there, or is being deleted. */
export type SamplePhase = 'loading' | 'stopped' | 'loaded' | 'removing'

/** The sample data of an organization, for the page that loads and removes it. */
export type Sample = {
  phase: SamplePhase
  /** Of `total` executions, or of things to delete. */
  done: number
  total: number
  /** Spans and log records that were sent. */
  items: number
  /** ISO 8601. */
  startedAt: string
  finishedAt: string | null
  /** What went wrong, in words, when it stopped by itself. */
  error: string | null
  /** The Thursday (UTC) on which one change broke nine executions, and the change's commit. */
  bad: { day: string; commit: string }
}

/** True while somebody works on it, and the page should look again. */
export const isMoving = ({ phase }: Pick<Sample, 'phase'>): boolean =>
  phase === 'loading' || phase === 'removing'
