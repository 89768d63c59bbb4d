/** How a source's tool is reached and how it proves itself, without any secret. */
export type SourceConnection = {
  /** The kind of proof that its webhooks are held to; null where an ingest token is taken. */
  verifier: string | null
  hasSecret: boolean
  /** Until then the secret before is taken as well; null where there is none, or no longer. */
  previousSecretUntil: Date | null
  pollUrl: string | null
  hasPollSettings: boolean
  isPolled: boolean
  /** When any of it was changed last; null where nothing was ever set. */
  updatedAt: Date | null
  /** Where asking its API stands; null before the first round. */
  polling: Polling | null
}

export type Polling = {
  startedAt: Date | null
  finishedAt: Date | null
  /** What went wrong in the last round. */
  error: string | null
  /** Rounds in a row that went wrong. */
  failures: number
  /** What was read since the beginning. */
  items: number
  /** Executions whose state was put right by asking. */
  corrections: number
}
