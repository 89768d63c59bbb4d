import { log } from '@/lib/log'
import { Obstacle } from '@/lib/model/obstacle'
import { startTelemetry, type TelemetryOptions } from '@/lib/telemetry/start-telemetry'

/** What a part gives back once it serves: how to stop it, in-flight work finished. */
export type RunningPart = { stop: () => Promise<void> }

/** The supervisor kills after ten seconds; by then we have said what we were still waiting for. */
const STOP_WITHIN_MS = 8_000

/**
 * The life of one process: starts its part, tells the supervisor, and stops it on SIGTERM, SIGINT or when the
 * supervisor is gone. A second signal does not wait. What is thrown and caught by nobody ends the process.
 */
export async function runProcess(
  start: () => Promise<RunningPart>,
  telemetryOptions: TelemetryOptions = { isNested: true },
): Promise<void> {
  const telemetry = startTelemetry(telemetryOptions)
  let part: RunningPart | undefined
  let isStopping = false

  const stop = async (why: string) => {
    if (isStopping) process.exit(1)
    isStopping = true
    log().debug({ why }, 'stopping')
    setTimeout(() => {
      log().error('work in flight did not finish in time')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    await part?.stop()
    await telemetry.stop()
    process.exit(0)
  }
  const stopFor = (why: string) => () => void stop(why).catch(die)
  process.on('SIGTERM', stopFor('SIGTERM'))
  process.on('SIGINT', stopFor('SIGINT'))
  process.on('disconnect', stopFor('the supervisor is gone'))
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)

  part = await start().catch(die)
  process.send?.({ ready: true })
}

function die(error: unknown): never {
  if (error instanceof Obstacle)
    process.send?.({ obstacle: { message: error.message, remedy: error.remedy } })
  else log().fatal({ err: error }, 'ended by an error')
  process.exit(1)
}
