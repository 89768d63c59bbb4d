import { closeDatabase } from '@/db/client'
import { databaseTrouble } from '@/db/health'
import { config } from '@/lib/config'
import { startGrpc } from '@/lib/ingest/receive/grpc'
import { listenHttp } from '@/lib/ingest/receive/listen'
import { log } from '@/lib/log'
import { answerHealth, isHealthPath } from './health'
import { openReceiving } from './receiving'
import { openReceivingEvents } from './receiving-events'
import { type RunningPart, runProcess } from './run-process'

/** The receivers on ports of their own, apart from the console, so that a flood of one does not take the other. */
export async function startIngest(): Promise<RunningPart> {
  const { host, otlpHttpPort, otlpGrpcPort } = config()
  const receiving = openReceiving()
  const events = openReceivingEvents()
  let isStopping = false

  const http = await listenHttp(host, otlpHttpPort, (request, response) => {
    const url = request.url ?? '/'
    const receiver = events.receiver.isReceiverPath(url) ? events.receiver : receiving.receiver
    const answered = isHealthPath(url)
      ? answerHealth(url, response, readiness)
      : receiver.handle(request, response)
    answered.catch((error) => {
      log('ingest').error({ err: error }, 'request failed')
      response.destroy()
    })
  })
  const grpc = await startGrpc({ intake: receiving.intake, host, port: otlpGrpcPort })

  return {
    stop: async () => {
      isStopping = true
      await Promise.all([http.close(), grpc.close()])
      await Promise.all([receiving.close(), events.close()])
      await closeDatabase()
    },
  }

  async function readiness(): Promise<string[]> {
    if (isStopping) return ['stopping']
    const trouble = await databaseTrouble()
    const full = receiving.isFull() ? ['the queue is full'] : []
    return trouble === null ? full : [trouble, ...full]
  }
}

await runProcess(startIngest, { isNested: false })
