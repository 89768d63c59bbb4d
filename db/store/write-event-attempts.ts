import type { Client } from 'pg'
import type { EventOutcome } from '@/lib/ingest/events/event-sink'
import type { ReadEvent } from '@/lib/ingest/events/read-request'
import { Refusal } from '@/lib/model/refusal'
import { unavailable } from './write-attempts'
import { classify, endsConnection } from './write-errors'
import type { EventBatchWriter, PendingEvents, WrittenEvents } from './write-event-batch'

export type QueuedEvents = PendingEvents & {
  resolve(outcome: EventOutcome): void
  reject(error: unknown): void
}

/** What the one who runs the writer gets to know about it. */
export type EventWriteObserver = {
  written(written: WrittenEvents): void
  /** A bug of ours, or data that the database refuses: to be logged. */
  failed(error: unknown): void
}

const MOST_ATTEMPTS = 6

/**
 * Writes requests together and settles each of them, whatever happens: an event that cannot be written is stored without what
 * it says, and hurts none of those it shared a request or a batch with. Throws only when the connection cannot be used again; the
 * requests have then been told to come back.
 */
export async function settleEvents(
  client: Client,
  writer: EventBatchWriter,
  batch: readonly QueuedEvents[],
  clock: () => number,
  observer: EventWriteObserver,
): Promise<void> {
  try {
    const written = await writePatiently(client, writer, batch, clock)
    observer.written(written)
    for (const [index, queued] of batch.entries())
      queued.resolve(outcomeOf(queued, written.stored[index] ?? 0))
  } catch (error) {
    const kind = classify(error)
    if (kind === 'database' || kind === 'again' || kind === 'duplicate') {
      for (const { reject } of batch) reject(unavailable(1))
      if (endsConnection(error)) throw error
      observer.failed(error)
      return
    }
    observer.failed(error)
    for (const [index, queued] of batch.entries()) {
      try {
        queued.resolve(await writeOneByOne(client, writer, queued, clock, observer))
      } catch (failure) {
        queued.reject(classify(failure) === 'database' ? unavailable(1) : failure)
        if (!endsConnection(failure)) continue
        // The connection is gone: nobody has told the others yet.
        for (const other of batch.slice(index + 1)) other.reject(unavailable(1))
        throw failure
      }
    }
  }
}

const outcomeOf = ({ read }: PendingEvents, stored: number): EventOutcome => ({
  stored,
  repeated: read.events.length - stored,
  rejected: read.rejected,
})

async function writePatiently(
  client: Client,
  writer: EventBatchWriter,
  batch: readonly PendingEvents[],
  clock: () => number,
): Promise<WrittenEvents> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writer.write(client, batch, new Date(clock()))
    } catch (error) {
      const kind = classify(error)
      if ((kind !== 'again' && kind !== 'duplicate') || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

/** Every event of a request in a transaction of its own; one that still cannot be written, as one that failed. */
async function writeOneByOne(
  client: Client,
  writer: EventBatchWriter,
  { request, read }: PendingEvents,
  clock: () => number,
  observer: EventWriteObserver,
): Promise<EventOutcome> {
  let stored = 0
  const write = async (event: ReadEvent, isFirst: boolean): Promise<void> => {
    const rest = isFirst ? read : { ...read, rejected: [], redacted: {} }
    const alone = [{ request, read: { ...rest, events: [event] } }]
    const written = await writePatiently(client, writer, alone, clock)
    observer.written(written)
    stored += written.stored[0] ?? 0
  }
  for (const [index, event] of read.events.entries()) {
    try {
      await write(event, index === 0)
    } catch (error) {
      const kind = classify(error)
      if (kind !== 'data' && kind !== 'bug') throw error
      observer.failed(error)
      await write(failed(event, error), index === 0)
    }
  }
  if (read.events.length === 0) throw new Refusal('invalid', 'the request cannot be stored')
  return outcomeOf({ request, read }, stored)
}

function failed(event: ReadEvent, error: unknown): ReadEvent {
  const because = `could not be understood: ${error instanceof Error ? error.message : 'unknown'}`
  return {
    ...event,
    event: { ...event.event, tellings: [], because: because.slice(0, 500), isFailed: true },
  }
}
