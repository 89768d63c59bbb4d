import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { config, inheritedEnvironment } from '@/lib/config'
import { addressOf } from '@/lib/http/local-address'
import { openLedger } from '../run/ledger'
import { OutputTail } from '../run/output-tail'
import { type CommandRun, logRequest, spanRequest } from '../run/payload'
import { traceContextOf, traceparentOf } from '../run/trace-context'
import { say } from '../say'

export type RunOptions = { name?: string; service: string; endpoint?: string; token?: string }

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const
/** A command may leave something running that keeps its output open; a shell would not wait for that either. */
const OUTPUT_WAIT_MS = 500

/** `run -- <command>`: the command as if run directly, and recorded. Ends as the command ended. */
export async function run(command: string, args: string[], options: RunOptions): Promise<void> {
  const environment = inheritedEnvironment()
  const endpoint = options.endpoint ?? defaultEndpoint()
  const ledger = openLedger(endpoint, options.token, say)
  const started: CommandRun = {
    flow: options.name ?? path.basename(command),
    service: options.service,
    command,
    args,
    context: traceContextOf(environment),
    startedAtMs: nowMs(),
    end: null,
  }
  const child = spawn(command, args, {
    stdio: ['inherit', 'pipe', 'pipe'],
    env: {
      ...forChildren(environment, endpoint, options.token),
      TRACEPARENT: traceparentOf(started.context),
    },
  })
  const tail = new OutputTail()
  passOn(child, tail)
  const told = ledger.send('traces', spanRequest(started))
  const outcome = await outcomeOf(child)

  const atMs = nowMs()
  const ended: CommandRun = { ...started, end: { atMs, ...outcome, tail: tail.lines(atMs) } }
  const lines = logRequest(ended)
  // The end must not overtake the beginning: an open span that comes last would look like a new one.
  await told
  await Promise.all([
    ledger.send('traces', spanRequest(ended)),
    lines === null ? null : ledger.send('logs', lines),
  ])
  endAs(outcome)
}

function defaultEndpoint(): string {
  const { otlpEndpoint, host, otlpHttpPort } = config()
  return otlpEndpoint ?? addressOf(host, otlpHttpPort)
}

/** So that a traced command lands in the same trace; never over what its owner configured. */
function forChildren(
  environment: NodeJS.ProcessEnv,
  endpoint: string,
  token: string | undefined,
): NodeJS.ProcessEnv {
  if (environment.OTEL_EXPORTER_OTLP_ENDPOINT || !token) return environment
  return {
    ...environment,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: environment.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf',
    OTEL_EXPORTER_OTLP_HEADERS: environment.OTEL_EXPORTER_OTLP_HEADERS ?? `authorization=Bearer%20${token}`,
  }
}

function passOn(child: ChildProcess, tail: OutputTail): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const from = child[stream]
    from?.on('data', (chunk: Buffer) => tail.add(stream, chunk, nowMs()))
    from?.pipe(process[stream], { end: false })
    // Whoever read our output went away: the command shall notice as it would without us.
    process[stream].on('error', () => from?.destroy())
  }
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      // A terminal sends these to the command as well.
      const isFromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')
      if (!isFromTerminal) child.kill(signal)
    })
  }
}

type Outcome = { exitCode: number | null; signal: NodeJS.Signals | null; failure: string | null }

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const closed = once(child, 'close').catch(() => undefined)
  try {
    const [exitCode, signal] = await once(child, 'exit')
    await Promise.race([closed, wait(OUTPUT_WAIT_MS, undefined, { ref: false })])
    return { exitCode, signal, failure: null }
  } catch (error) {
    return notStarted(child.spawnfile, error)
  }
}

/** The words and the exit codes that a shell has for it. */
function notStarted(command: string, error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const failure =
    code === 'ENOENT'
      ? 'command not found'
      : code === 'EACCES'
        ? 'permission denied'
        : `cannot be run (${code})`
  say(`${command}: ${failure}`)
  return { exitCode: code === 'ENOENT' ? 127 : 126, signal: null, failure }
}

function endAs({ exitCode, signal }: Outcome): void {
  if (signal === null) process.exit(exitCode ?? 1)
  for (const forwarded of FORWARDED) process.removeAllListeners(forwarded)
  process.kill(process.pid, signal)
  // Node ignores some signals that would end others.
  setTimeout(() => process.exit(128 + os.constants.signals[signal]), 100)
}

const nowMs = (): number => performance.timeOrigin + performance.now()
