/** An item that a source sent and that was refused. */
export type ListedRejection = {
  id: string
  receivedAt: Date
  signal: string
  reason: string
  path: string | null
  message: string
  /** The item as JSON, without its secrets; null where it was not kept. */
  item: string | null
}
