import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'
import { type GrpcServer, startGrpc } from '../grpc'
import { createReceiver } from '../http'
import { Intake, type IntakeOptions } from '../intake'
import { type HttpListener, listenHttp } from '../listen'
import type { IngestHeaders, Sink } from '../sink'

export const TEST_TOKEN = 'rl_ing_test'

export type Listening = {
  url: string
  http: HttpListener
  grpc: GrpcServer
  intake: Intake
  /** Errors that the receiver reported as bugs. */
  reported: unknown[]
  close(): Promise<void>
}

/** Both receivers on free ports in front of a sink. The token of tests is the one that is let in. */
export async function listening(
  sink: Sink,
  source: IngestSource,
  options: Partial<IntakeOptions> = {},
): Promise<Listening> {
  const reported: unknown[] = []
  const intakeOptions: IntakeOptions = {
    sink,
    authenticate: async (headers) => authenticate(headers, source),
    bodyBytesMax: 64 * 1024 * 1024,
    itemsPerSecondDefault: 10_000_000,
    clock: Date.now,
    report: (error) => reported.push(error),
    ...options,
  }
  const intake = new Intake(intakeOptions)
  const receiver = createReceiver(intakeOptions, intake)
  const http = await listenHttp('127.0.0.1', 0, (request, response) => {
    receiver.handle(request, response).catch((error) => reported.push(error))
  })
  const grpc = await startGrpc({ intake, host: '127.0.0.1', port: 0 })
  return {
    url: `http://127.0.0.1:${http.port}`,
    http,
    grpc,
    intake,
    reported,
    close: async () => {
      await Promise.all([http.close(), grpc.close()])
    },
  }
}

function authenticate(headers: IngestHeaders, source: IngestSource): IngestSource {
  if (headers.authorization === `Bearer ${TEST_TOKEN}` || headers['x-api-key'] === TEST_TOKEN) return source
  if (headers.authorization === 'Bearer forbidden') throw new Refusal('forbidden', 'not for sending')
  throw new Refusal('unauthenticated', 'no such ingest token')
}
