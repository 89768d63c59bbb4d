import type { IngestSource } from '@/lib/model/ingest-source'
import type { DecodeOutcome } from '../otlp/outcome'

export type Signal = 'traces' | 'logs' | 'metrics'

/** Where decoded-to-be requests go. Resolves once what was accepted is durable, so that an answer of 200 is a promise. */
export type Sink = {
  /** Takes one request in protobuf form. Rejects with a `Refusal`, or with a `SinkError` that names its gRPC code. */
  write(signal: Signal, body: Buffer, source: IngestSource): Promise<DecodeOutcome>
  /** False when taking this many bytes more would pass the limit of the queue, or there is no database to write to. */
  hasRoom(bytes: number): boolean
}

/** How requests prove where they come from: headers in lower case, or gRPC metadata. Throws a `Refusal` if they do not. */
export type Authenticate = (headers: IngestHeaders) => Promise<IngestSource>

export type IngestHeaders = Record<string, string | string[] | undefined>

/** A failure that already has a gRPC code. Everything else that a sink throws is a bug of ours. */
export class SinkError extends Error {
  override readonly name = 'SinkError'
  constructor(
    readonly grpcCode: number,
    message: string,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message)
  }
}
