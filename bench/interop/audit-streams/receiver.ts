import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inheritedEnvironment } from '@/lib/config'

const START_LIMIT_MS = 20_000

/** A program that takes entries, which can be killed and started again with what it has kept. */
export class Receiver {
  #child: ChildProcess | null = null

  constructor(
    private readonly of: {
      program: string
      args: string[]
      dir: string
      environment?: Record<string, string>
      /** Where it listens. */
      port: number
    },
  ) {
    fs.mkdirSync(of.dir, { recursive: true })
  }

  async start(): Promise<void> {
    const { program, args, dir, environment, port } = this.of
    const log = fs.openSync(path.join(dir, 'receiver.log'), 'a')
    const env = { ...inheritedEnvironment(), ...environment }
    const child = spawn(program, args, { cwd: dir, env, stdio: ['ignore', log, log] })
    fs.closeSync(log)
    this.#child = child
    for (const until = Date.now() + START_LIMIT_MS; Date.now() < until; await wait(50)) {
      if (child.exitCode !== null) break
      if (await isOpen(port)) return
    }
    throw new Error(`${path.basename(program)} did not start: ${this.log()}`)
  }

  /** Kills it as a machine that loses its power would; nothing where it has ended. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  log(): string {
    return fs.readFileSync(path.join(this.of.dir, 'receiver.log'), 'utf8').slice(-2_000)
  }
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

/** The whole lines of a file that somebody appends to, none while it is not there. */
export function wholeLines(file: string): string[] {
  if (!fs.existsSync(file)) return []
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  lines.pop()
  return lines
}

/** Waits until it is so; throws in those words when the time is up. */
export async function until(
  what: string,
  limitMs: number,
  isSo: () => Promise<boolean> | boolean,
): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await wait(100)) if (await isSo()) return
  assert.fail(`not within ${limitMs / 1_000} s: ${what}`)
}
