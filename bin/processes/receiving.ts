import { createTelemetryWriter } from '@/db/store/write-telemetry'
import { authenticateIngest } from '@/lib/auth/ingest-token'
import { config } from '@/lib/config'
import { createReceiver, type Receiver } from '@/lib/ingest/receive/http'
import { Intake, type IntakeOptions } from '@/lib/ingest/receive/intake'
import { log } from '@/lib/log'
import { Obstacle } from '@/lib/model/obstacle'
import { tracedSink } from '@/lib/telemetry/traced-sink'

/** The receivers of a process with the writer behind them. */
export type Receiving = {
  receiver: Receiver
  /** What the transports of this process share: the limits of a source count for all of them together. */
  intake: Intake
  isFull: () => boolean
  close: () => Promise<void>
}

/** Opens a writer of its own and the OTLP/HTTP receiver before it. */
export function openReceiving(): Receiving {
  const { databaseUrl, writers, queueBytes, bodyLimitBytes, sourceItemsPerSecond, corsOrigins } = config()
  if (databaseUrl === null) throw new Obstacle('DATABASE_URL is not set', 'Start with `npm start`.')
  const writer = createTelemetryWriter({
    connectionString: databaseUrl,
    writers,
    queueBytes,
    clock: Date.now,
    report,
  })
  const options: IntakeOptions = {
    sink: tracedSink(writer),
    authenticate: authenticateIngest,
    bodyBytesMax: bodyLimitBytes,
    itemsPerSecondDefault: sourceItemsPerSecond,
    clock: Date.now,
    report,
  }
  const intake = new Intake(options)
  return {
    receiver: createReceiver({ ...options, corsOrigins }, intake),
    intake,
    isFull: () => !writer.hasRoom(1),
    close: () => writer.close(),
  }
}

/** Clients are told little of what went wrong with us; whoever operates this reads it here. */
const report = (error: unknown): void => log('ingest').error({ err: error }, 'could not store')
