import type { Client } from 'pg'
import { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { Refusal } from '@/lib/model/refusal'
import type { BatchWriter, WriteMode, Written } from './write-batch'
import { classify, endsConnection } from './write-errors'
import { OpenBatch, type PendingRequest } from './write-open-batch'

const MOST_ATTEMPTS = 6

/** What the one who runs the writer gets to know about it. */
export type WriteObserver = {
  written(written: Written): void
  /** A bug of ours, or of the data with a database that refuses it: to be logged. */
  failed(error: unknown): void
}

/**
 * Writes a batch and settles every request in it, whatever happens. Throws only when the connection cannot be used
 * again; the requests have then been told to come back.
 */
export async function settleBatch(
  client: Client,
  writer: BatchWriter,
  batch: OpenBatch,
  clock: () => number,
  observer: WriteObserver,
): Promise<void> {
  try {
    observer.written(await writePatiently(client, writer, batch, clock))
    for (const request of batch.pending) request.resolve(request.outcome)
  } catch (error) {
    const kind = classify(error)
    if (kind === 'database' || kind === 'again' || kind === 'duplicate') {
      for (const request of batch.pending) request.reject(unavailable(1))
      if (endsConnection(error)) throw error
      observer.failed(error)
    } else if (batch.pending.length > 1) await settleApart(client, writer, batch.pending, clock, observer)
    else {
      observer.failed(error)
      for (const request of batch.pending) request.reject(kind === 'data' ? refusedBy(error) : error)
    }
  }
}

/** The refusal that makes a client come back. */
export const unavailable = (seconds: number): Refusal =>
  new Refusal('unavailable', 'the database is not able to store at the moment, try again', seconds)

/** Goes on where going on makes sense: carefully when rows are there already, again when somebody was in the way. */
async function writePatiently(
  client: Client,
  writer: BatchWriter,
  batch: OpenBatch,
  clock: () => number,
): Promise<Written> {
  let mode: WriteMode = 'copy'
  for (let attempt = 1; ; attempt++) {
    try {
      return await writer.write(client, batch, mode, new Date(clock()))
    } catch (error) {
      const kind = classify(error)
      const isWorthAnother = kind === 'again' || kind === 'duplicate'
      if (!isWorthAnother || attempt === MOST_ATTEMPTS) throw error
      if (kind === 'duplicate') mode = 'stage'
    }
  }
}

/** One bad request must not hurt those it happened to share a batch with. */
async function settleApart(
  client: Client,
  writer: BatchWriter,
  requests: readonly PendingRequest[],
  clock: () => number,
  observer: WriteObserver,
): Promise<void> {
  for (const [index, request] of requests.entries()) {
    const alone = new OpenBatch(new TelemetryBatch(), clock())
    try {
      alone.add(request)
      await settleBatch(client, writer, alone, clock, observer)
    } catch (error) {
      // The connection is gone: nobody has told the others yet.
      for (const other of requests.slice(index)) other.reject(unavailable(1))
      throw error
    }
  }
}

const refusedBy = (error: unknown): Refusal =>
  new Refusal(
    'invalid',
    `the database refuses a value: ${error instanceof Error ? error.message : 'unknown'}`,
  )
