/** What came of asking a tool's API once, of which nothing is kept. */
export type PollTest = {
  /** What went wrong, in words that hold no credential; null where the tool answered. */
  error: string | null
  /** How many answers the tool gave. */
  answers: number
  tookMs: number
  /** Addresses that the tool knows nothing at (404), without their queries; a few of them. */
  missing: string[]
  /** What the first page of a round holds; null where it was not read to its end. */
  page: PollTestPage | null
}

export type PollTestPage = {
  items: number
  /** Where the next round goes on: what is new is new since then; null for the first round. */
  isFirst: boolean
  /** In the tool's own words, the most frequent first. */
  types: { type: string; count: number }[]
  /** What some of them are about, and why nothing would come of them where that is so. */
  examples: { type: string; subject: string | null; because: string | null }[]
}
