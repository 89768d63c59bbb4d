import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { z } from 'zod'
import { Obstacle } from '@/lib/model/obstacle'
import { nodeFlags } from './node-flags'

/** The parts that can run as a process of their own. */
export const PARTS = ['ingest', 'worker', 'web'] as const
export type Part = (typeof PARTS)[number]

const message = z.object({
  ready: z.literal(true).optional(),
  obstacle: z.object({ message: z.string(), remedy: z.string() }).optional(),
})

/** One start of a part. */
export type Child = {
  part: Part
  /** Undefined where it could not be started. */
  pid: number | undefined
  /** Resolves when the part serves; rejects when it ended before that. */
  ready: Promise<void>
  ended: Promise<string>
  kill: (signal: NodeJS.Signals) => void
}

/** Starts one part as a process that gets no signals of the terminal: the supervisor decides the order of ending. */
export function startChild(part: Part, root: string, env: NodeJS.ProcessEnv): Child {
  const child = fork(path.join(root, 'dist/processes', `${part}.mjs`), {
    cwd: root,
    env: { ...env, RUNLEDGER_PROCESS: part },
    execArgv: nodeFlags(part),
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    part,
    pid: child.pid,
    ready: untilReady(child, part),
    ended: untilEnded(child),
    kill: (signal) => void child.kill(signal),
  }
}

function untilReady(child: ChildProcess, part: Part): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    let why: Obstacle | null = null
    child.on('message', (sent) => {
      const { ready, obstacle } = message.parse(sent)
      if (obstacle) why = new Obstacle(obstacle.message, obstacle.remedy)
      if (ready) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      const ended = new Obstacle(
        `${part} ended while starting (${signal ?? `exit code ${code}`})`,
        'Its log above says why.',
      )
      reject(why ?? ended)
    })
  })
  // Whoever restarts a part looks at `ended`; an unread rejection must not end the supervisor.
  ready.catch(() => undefined)
  return ready
}

const untilEnded = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
