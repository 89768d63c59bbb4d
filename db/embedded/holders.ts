import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Obstacle } from '@/lib/model/obstacle'
import { beginningOf } from './processes'

const LOCK_WAIT_MS = 60_000

/** Runs `work` while no other process does: starting, joining and stopping the server take turns. */
export async function inTurn<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(directory, 'lock')
  const until = Date.now() + LOCK_WAIT_MS
  while (!take(lock)) {
    if (Date.now() > until) {
      throw new Obstacle(
        `Another process has been starting or stopping the embedded Postgres for a minute (${lock})`,
        'Stop that process, then try again.',
      )
    }
    await wait(30)
  }
  try {
    return await work()
  } finally {
    fs.rmSync(lock, { force: true })
  }
}

/** Writes down that this process uses the server. */
export function hold(directory: string): void {
  const holders = path.join(directory, 'holders')
  fs.mkdirSync(holders, { recursive: true, mode: 0o700 })
  fs.writeFileSync(path.join(holders, String(process.pid)), identity(process.pid))
}

/** Takes this process off the list and says whether anybody else is still on it. Dead holders do not count. */
export function release(directory: string): { isLast: boolean } {
  const holders = path.join(directory, 'holders')
  fs.rmSync(path.join(holders, String(process.pid)), { force: true })
  let isLast = true
  for (const entry of fs.existsSync(holders) ? fs.readdirSync(holders) : []) {
    const file = path.join(holders, entry)
    if (isSame(file, Number(entry))) isLast = false
    else fs.rmSync(file, { force: true })
  }
  return { isLast }
}

const identity = (pid: number): string => `${pid} ${beginningOf(pid)}`

/** A pid alone may by now be somebody else's. */
function isSame(file: string, pid: number): boolean {
  return beginningOf(pid) !== null && fs.readFileSync(file, 'utf8') === identity(pid)
}

function take(lock: string): boolean {
  // Written aside and linked, so that nobody ever reads a lock without its owner in it.
  const draft = `${lock}.${process.pid}`
  fs.writeFileSync(draft, identity(process.pid))
  try {
    fs.linkSync(draft, lock)
    return true
  } catch {
    removeIfDead(lock)
    return false
  } finally {
    fs.rmSync(draft, { force: true })
  }
}

function removeIfDead(lock: string): void {
  try {
    const pid = Number(fs.readFileSync(lock, 'utf8').split(' ')[0])
    if (!isSame(lock, pid)) fs.rmSync(lock, { force: true })
  } catch (error) {
    // It was given back between the two looks.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
