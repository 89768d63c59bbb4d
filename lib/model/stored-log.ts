import type { UnixNano } from './fact'

/** A log record as it is read for the screen. */
export type StoredLog = {
  id: string
  timeUnixNano: UnixNano
  severityNumber: number
  severityText: string | null
  spanId: string | null
  spanName: string | null
  service: string | null
  eventName: string | null
  /** The body where it is text, else its JSON as stored; cut when very long. */
  body: string
  isJson: boolean
  /** Characters of the whole body. */
  bodyLength: number
  /** As stored, for the lossless parser. */
  attributes: string
  hasException: boolean
}
