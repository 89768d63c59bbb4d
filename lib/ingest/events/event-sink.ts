import type { DecodedRequest, EventProtocol, IncomingEvent, RejectedEvent } from '@/lib/model/event'
import type { IngestSource } from '@/lib/model/ingest-source'

/** One request in a protocol of events, proven to come from its source. */
export type EventRequest = {
  protocol: EventProtocol
  source: IngestSource
  /** Which reader reads it, and which version of it: `github@1`. */
  dialect: string
  parser: string
  decode: (event: IncomingEvent) => DecodedRequest
  /** By lower-case name, those that the decoder may read. */
  headers: Record<string, string>
  body: Buffer
  /** The request's body as it was sent, where `body` is only the part of it that is read; its hash is kept. */
  sent?: Buffer
  /** Nothing is stored if some part cannot be taken: the protocol has no words for a part. */
  isAllOrNothing?: true
  /** False where the body is no JSON, and is handed to the decoder as text. */
  isJson: boolean
}

/** What became of the items of a request, in words that an answer can be made of. */
export type EventOutcome = {
  /** Events that are stored now and were not before. */
  stored: number
  /** Events that were there already. */
  repeated: number
  rejected: RejectedEvent[]
}

/** Where events go. Resolves once they are durable, so that an answer of success is a promise. */
export type EventSink = {
  /** Rejects with a `Refusal` where nothing of the request can be taken. */
  write(request: EventRequest): Promise<EventOutcome>
  /** False when this many bytes more would pass the limit of the queue, or there is no database to write to. */
  hasRoom(bytes: number): boolean
}
