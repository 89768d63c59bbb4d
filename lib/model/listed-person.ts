/** One of the two names of a pair. */
export type MergeSide = { key: string; name: string; email: string | null; isUser: boolean }

/** Two names that are, may be, or are not one person. */
export type ListedMerge = {
  first: MergeSide
  second: MergeSide
  evidence: string
  state: 'suggested' | 'merged' | 'apart'
  /** Null where the evidence alone decided. */
  decidedBy: string | null
  decidedAt: Date | null
}
