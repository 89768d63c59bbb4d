/** What was written a moment ago, by id. `isPartial` when there was more than is listed, or when we cannot know. */
export type LiveChange = {
  executions: string[]
  sources: string[]
  /** Of which somebody said something. */
  changes: string[]
  isPartial: boolean
}

/** Told when something may have been missed: whoever hears it looks for themselves. */
export const ANYTHING: LiveChange = { executions: [], sources: [], changes: [], isPartial: true }
