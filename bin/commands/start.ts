import { setTimeout as wait } from 'node:timers/promises'
import { createDatabase } from '@/db/client'
import { migrate } from '@/db/migrate'
import { makePartitions } from '@/db/partitions'
import { createSetupLink } from '@/db/store/create-setup-link'
import { type Config, config, inheritedEnvironment } from '@/lib/config'
import { addressOf } from '@/lib/http/local-address'
import { Obstacle } from '@/lib/model/obstacle'
import { type Installation, openInstallation } from '../installation'
import { dim, say, sayObstacle, step, yellow } from '../say'
import { PARTS, type Part } from '../supervisor/child'
import { type Port, refuseBusyPorts } from '../supervisor/ports'
import { createSupervisor } from '../supervisor/supervisor'

/** All of it has to be over in ten seconds: the parts get most of them, the database the rest. */
const PARTS_STOP_WITHIN_MS = 8_500
const DATABASE_LOOK_MS = 1_000

/** `start` and `dev`: database, migrations, partitions, the parts; then waits for a signal and takes it all down again. */
export async function start(wanted: string | undefined, { isDev }: { isDev: boolean }): Promise<void> {
  const began = performance.now()
  const parts = partsOf(wanted)
  const settings = config()
  await refuseBusyPorts(settings.host, portsOf(parts, settings))
  const signals = listenForSignals()
  const installation = await step('Starting the database', openInstallation, ({ what }) => what)
  const supervisor = createSupervisor(settings.root, environmentOf(settings, installation, isDev))
  try {
    const link = await step(
      'Bringing the database up to date',
      () => prepareDatabase(installation.url),
      () => 'Database up to date',
    )
    if (signals.isAsked()) return
    await step(
      `Starting ${parts.join(', ')}`,
      async () => {
        await Promise.race([supervisor.start(parts), signals.first])
        if (signals.isAsked()) return
        await Promise.all(healthOf(parts, settings).map((url) => untilHealthy(url)))
      },
      () => `${parts.join(', ')} ready`,
    )
    if (!signals.isAsked()) announce(parts, settings, link, (performance.now() - began) / 1000)
    await keepDatabase(installation, signals)
  } finally {
    await takeDown(supervisor, installation, signals)
  }
}

function partsOf(wanted: string | undefined): readonly Part[] {
  if (wanted === undefined) return PARTS
  const part = PARTS.find((name) => name === wanted)
  if (part === undefined)
    throw new Obstacle(
      `There is no part called "${wanted}"`,
      `Start one of ${PARTS.join(', ')}, or all by naming none.`,
    )
  return [part]
}

function portsOf(parts: readonly Part[], settings: Config): Port[] {
  const ports: (Port & { part: Part })[] = [
    { part: 'web', port: settings.port, variable: 'RUNLEDGER_PORT', what: 'the console' },
    { part: 'ingest', port: settings.otlpHttpPort, variable: 'RUNLEDGER_OTLP_HTTP_PORT', what: 'OTLP/HTTP' },
    { part: 'ingest', port: settings.otlpGrpcPort, variable: 'RUNLEDGER_OTLP_GRPC_PORT', what: 'OTLP/gRPC' },
  ]
  return ports.filter(({ part }) => parts.includes(part))
}

const environmentOf = (settings: Config, { url }: Installation, isDev: boolean): NodeJS.ProcessEnv => ({
  ...inheritedEnvironment(),
  NODE_ENV: isDev ? 'development' : 'production',
  DATABASE_URL: url,
  RUNLEDGER_ROOT: settings.root,
  RUNLEDGER_DATA_DIR: settings.dataDir,
  // What next-auth tells an identity provider to send people back to.
  NEXTAUTH_URL: new URL(settings.url).origin,
})

/** Returns the secret of a set-up link, or null when there is an organization. */
async function prepareDatabase(url: string): Promise<string | null> {
  await migrate(url)
  const { db, close } = createDatabase(url, { max: 1, applicationName: 'runledger-start' })
  try {
    await makePartitions(db, new Date())
    return await createSetupLink(db)
  } finally {
    await close()
  }
}

function healthOf(parts: readonly Part[], settings: Config): string[] {
  const at = (port: number) => `${addressOf(settings.host, port)}/health`
  return [
    ...(parts.includes('web') ? [at(settings.port)] : []),
    ...(parts.includes('ingest') ? [at(settings.otlpHttpPort)] : []),
  ]
}

async function untilHealthy(url: string): Promise<void> {
  let last = ''
  for (const until = Date.now() + 30_000; Date.now() < until; await wait(50)) {
    try {
      const answer = await fetch(url)
      if (answer.ok) return
      last = await answer.text()
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
    }
  }
  throw new Obstacle(`${url} does not get healthy: ${last}`, 'Its log above says why.')
}

function announce(parts: readonly Part[], settings: Config, setupLink: string | null, seconds: number): void {
  const shown = settings.host === '127.0.0.1' ? 'localhost' : settings.host
  say('')
  if (parts.includes('web')) say(`  Console    ${settings.url}`)
  if (parts.includes('ingest')) {
    say(`  OTLP/HTTP  http://${shown}:${settings.otlpHttpPort}`)
    say(`  OTLP/gRPC  http://${shown}:${settings.otlpGrpcPort}`)
  }
  if (setupLink !== null && parts.includes('web')) {
    say('')
    say('  Set it up once, with this link:')
    say(`  ${settings.url}/setup?token=${setupLink}`)
  }
  say('')
  say(dim(`Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything.`))
}

type Signals = { first: Promise<void>; isAsked: () => boolean; onSecond: (hurry: () => void) => void }

function listenForSignals(): Signals {
  let asked = 0
  let hurry: () => void = () => undefined
  let resolveFirst: () => void = () => undefined
  const first = new Promise<void>((resolve) => {
    resolveFirst = resolve
  })
  const heard = () => {
    asked++
    if (asked === 1) resolveFirst()
    else hurry()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard)
  return { first, isAsked: () => asked > 0, onSecond: (work) => (hurry = work) }
}

/** Until asked to stop: looks every second whether the embedded database is still there, and starts it again if not. */
async function keepDatabase(installation: Installation, signals: Signals): Promise<void> {
  while (!signals.isAsked()) {
    try {
      if (await installation.revive()) say(`${yellow('!')} the database had ended; it was started again`)
    } catch (error) {
      // Its parts keep answering "unavailable" meanwhile, and the next look may find the obstacle gone.
      if (!(error instanceof Obstacle)) throw error
      sayObstacle(error)
    }
    await Promise.race([signals.first, wait(DATABASE_LOOK_MS, undefined, { ref: false })])
  }
}

async function takeDown(
  supervisor: ReturnType<typeof createSupervisor>,
  installation: Installation,
  signals: Signals,
): Promise<void> {
  signals.onSecond(() => void supervisor.stop(0))
  const stop = async () => {
    await supervisor.stop(PARTS_STOP_WITHIN_MS)
    await installation.close()
  }
  // After an error, what went wrong is the last word.
  if (signals.isAsked()) await step('Stopping', stop, () => 'Stopped')
  else await stop()
}
