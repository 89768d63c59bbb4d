import { randomBytes } from 'node:crypto'
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

/** Writes down one more use of the server by this process; what it returns ends that use. */
export function hold(directory: string): () => { isLast: boolean } {
  const holders = path.join(directory, 'holders')
  fs.mkdirSync(holders, { recursive: true, mode: 0o700 })
  const own = path.join(holders, `${process.pid}-${randomBytes(4).toString('hex')}`)
  fs.writeFileSync(own, identity(process.pid))
  return () => {
    fs.rmSync(own, { force: true })
    return { isLast: !isHeld(holders) }
  }
}

/** Those who died without saying so do not count, and are forgotten. */
function isHeld(holders: string): boolean {
  const [living, dead] = [[] as string[], [] as string[]]
  for (const entry of fs.readdirSync(holders)) {
    const file = path.join(holders, entry)
    const list = isSame(file, Number.parseInt(entry, 10)) ? living : dead
    list.push(file)
  }
  for (const file of dead) fs.rmSync(file, { force: true })
  return living.length > 0
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
