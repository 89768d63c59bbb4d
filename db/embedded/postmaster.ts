import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Obstacle } from '@/lib/model/obstacle'
import { type Account, spawnAs } from './account'
import { commandOf, isWorkedIn } from './processes'

/** The running server: its process and the directory of its socket. */
export type Postmaster = { pid: number; socketDirectory: string }

const SOCKET = '.s.PGSQL.5432'
const START_WAIT_MS = 60_000
const STOP_WAIT_MS = 8_000

/** The server that already runs on this data directory, ready or about to be; a crashed one's leavings are cleared. */
export async function findRunning(directory: string): Promise<Postmaster | null> {
  const found = readPidFile(directory)
  if (found === null) return null
  if (isPostmasterOf(found.pid, directory)) {
    await untilReady(directory, found.pid, () => '')
    return { pid: found.pid, socketDirectory: found.socketDirectory }
  }
  await clearAfterCrash(directory, found)
  return null
}

/** True while it runs; a glance at the process table, cheap enough to be taken every second. */
export const isRunning = ({ pid }: Postmaster, directory: string): boolean => isPostmasterOf(pid, directory)

/** Starts a server on the data directory and waits until it takes connections. */
export async function startPostmaster(options: {
  postgres: string
  directory: string
  socketDirectory: string
  settings: string[]
  account: Account
}): Promise<Postmaster> {
  const { postgres, directory, socketDirectory, settings, account } = options
  // Its own session: Ctrl-C in a terminal must not stop the database before those who still write to it.
  const child = spawn(postgres, ['-D', directory, '-k', socketDirectory, ...settings], {
    ...spawnAs(account),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', NODE_ENV: 'production' as const },
  })
  const said = keepLastOutput(child)
  const failure = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(notStarted(error.message)))
    child.once('exit', () => reject(notStarted(lastComplaint(said()))))
  })
  const pid = child.pid
  if (pid === undefined) return failure
  await Promise.race([untilReady(directory, pid, said), failure])
  failure.catch(() => undefined)
  child.unref()
  return { pid, socketDirectory }
}

/** Ends the server: open transactions are rolled back, everything committed is on disk. Also when it is not our child. */
export async function stopPostmaster(postmaster: Postmaster, directory: string): Promise<void> {
  const until = Date.now() + STOP_WAIT_MS
  // SIGINT closes in good order; SIGQUIT leaves the rest to recovery at the next start.
  for (const [signal, deadline] of [
    ['SIGINT', until - 2_000],
    ['SIGQUIT', until],
  ] as const) {
    if (!isPostmasterOf(postmaster.pid, directory)) break
    process.kill(postmaster.pid, signal)
    while (Date.now() < deadline && isPostmasterOf(postmaster.pid, directory)) await wait(10)
  }
  fs.rmSync(postmaster.socketDirectory, { recursive: true, force: true })
}

type PidFile = { pid: number; socketDirectory: string; status: string }

function readPidFile(directory: string): PidFile | null {
  try {
    const lines = fs.readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), socketDirectory: lines[4] ?? '', status: (lines[7] ?? '').trim() }
  } catch {
    return null
  }
}

function isPostmasterOf(pid: number, directory: string): boolean {
  const command = commandOf(pid)
  return command?.includes('postgres') === true && command.includes(`-D ${directory} `)
}

async function untilReady(directory: string, pid: number, said: () => string): Promise<void> {
  const until = Date.now() + START_WAIT_MS
  while (Date.now() < until) {
    const found = readPidFile(directory)
    const isReady = found?.pid === pid && found.status === 'ready'
    if (isReady && fs.existsSync(path.join(found.socketDirectory, SOCKET))) return
    if (commandOf(pid) === null) break
    await wait(10)
  }
  throw notStarted(lastComplaint(said()))
}

/**
 * Postgres clears up after a crash itself, unless the dead server's pid is taken again (by a process of the same account,
 * or by its own corpse that nobody reaps): then it refuses. Only in that case, and only when no backend is left in the
 * directory that could still write, the lock files are removed for it.
 */
async function clearAfterCrash(directory: string, left: PidFile): Promise<void> {
  const until = Date.now() + STOP_WAIT_MS
  while (isWorkedIn(directory) && Date.now() < until) await wait(20)
  if (isWorkedIn(directory)) {
    throw new Obstacle(
      `Processes of a crashed Postgres still work in ${directory}`,
      'End them (they are called "postgres"), then start again.',
    )
  }
  if (!isPidTaken(left.pid)) return
  fs.rmSync(path.join(directory, 'postmaster.pid'), { force: true })
  fs.rmSync(path.join(left.socketDirectory, SOCKET), { force: true })
  fs.rmSync(path.join(left.socketDirectory, `${SOCKET}.lock`), { force: true })
}

function isPidTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function keepLastOutput(child: ChildProcess): () => string {
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-10_000)
  })
  // The pipe must not keep us alive, and is read as long as we are.
  if (child.stderr && 'unref' in child.stderr && typeof child.stderr.unref === 'function')
    child.stderr.unref()
  return () => output
}

const lastComplaint = (output: string): string =>
  output.split('\n').findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ??
  output.trim().split('\n').at(-1) ??
  ''

const notStarted = (why: string) =>
  new Obstacle(
    `The embedded Postgres did not start: ${why || 'it gave no reason'}`,
    'Free disk or memory if that is the reason, or set DATABASE_URL to an existing Postgres.',
  )
