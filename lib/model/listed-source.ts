/** A source in the list, with what became of what it sent in the last day. */
export type ListedSource = {
  id: string
  name: string
  kind: string
  environment: string
  /** Simulated, and to be removed as one. */
  isSample: boolean
  teamName: string
  /** To the minute. */
  lastReceivedAt: Date | null
  stored: number
  duplicate: number
  rejected: number
  redacted: number
  /** Tokens that can be used. */
  tokens: number
}
