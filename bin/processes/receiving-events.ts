import path from 'node:path'
import { createEventWriter } from '@/db/store/write-events'
import { authenticateHook } from '@/lib/auth/hook-sender'
import { authenticateIngest } from '@/lib/auth/ingest-token'
import { config } from '@/lib/config'
import { createEventReceiver, type EventReceiver } from '@/lib/ingest/events/receiver'
import { openEventSpool } from '@/lib/jobs/event-spool'
import { log } from '@/lib/log'
import { Obstacle } from '@/lib/model/obstacle'

/** The receiver of events of a process, with the writer and the spool behind it. */
export type ReceivingEvents = { receiver: EventReceiver; close: () => Promise<void> }

/** As many lanes: while one waits for Postgres the others are decoded and folded. `npm run bench:events` was fastest with four. */
const WRITERS = 4

const CONFIRM_TIMEOUT_MS = 5_000

/** Opens a writer of its own and the receiver before it. */
export function openReceivingEvents(): ReceivingEvents {
  const { databaseUrl, dataDir, queueBytes, bodyLimitBytes, sourceItemsPerSecond } = config()
  if (databaseUrl === null) throw new Obstacle('DATABASE_URL is not set', 'Start with `npm start`.')
  const writer = createEventWriter({
    connectionString: databaseUrl,
    writers: WRITERS,
    queueBytes,
    clock: Date.now,
    report,
  })
  const spool = openEventSpool(path.join(dataDir, 'spool'), writer, report)
  const receiver = createEventReceiver({
    sink: writer,
    authenticate: authenticateIngest,
    authenticateHook,
    spool: (request) => spool.put(request),
    confirm,
    bodyBytesMax: bodyLimitBytes,
    itemsPerSecondDefault: sourceItemsPerSecond,
    clock: Date.now,
    report,
  })
  return {
    receiver,
    close: async () => {
      await receiver.close()
      await spool.close()
      await writer.close()
    },
  }
}

/** Amazon SNS begins to send when the address in its first message, which it signed, was asked for. */
async function confirm(address: string): Promise<void> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(CONFIRM_TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`the subscription could not be confirmed: ${answer.status}`)
}

/** Clients are told little of what went wrong with us; whoever operates this reads it here. */
const report = (error: unknown): void => log('ingest').error({ err: error }, 'could not store an event')
