import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { inheritedEnvironment } from '@/lib/config'
import type { Surroundings } from './run-shell'

/** A program that runs until it is stopped. */
export type Server = { hasEnded: () => boolean; log: () => string; stop: () => Promise<void> }

const KILL_AFTER_MS = 15_000

/** Starts a script as the leader of a group of its own, so that whatever it starts ends with it. */
export function startServer(script: string, { cwd, path: programs, environment = {} }: Surroundings): Server {
  const file = path.join(cwd, 'server.log')
  const log = fs.openSync(file, 'a')
  const inherited = inheritedEnvironment()
  const env = { ...inherited, ...environment, PATH: `${programs}:${inherited.PATH}` }
  const child = spawn('bash', ['--norc', '-c', script], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', log, log],
  })
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name)
    } catch (error) {
      // Nobody of the group is left.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  return {
    hasEnded: () => child.exitCode !== null,
    log: () => fs.readFileSync(file, 'utf8').slice(-4_000),
    stop: async () => {
      signal('SIGTERM')
      const timer = setTimeout(() => signal('SIGKILL'), KILL_AFTER_MS)
      await exit
      clearTimeout(timer)
      signal('SIGKILL')
    },
  }
}
