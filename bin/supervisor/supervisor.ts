import { setTimeout as wait } from 'node:timers/promises'
import { say, yellow } from '../say'
import { type Child, type Part, startChild } from './child'

/** A part that ran this long is healthy: its next crash is a new story. */
const STABLE_AFTER_MS = 60_000
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000]

/** Keeps the parts running until told to stop. */
export type Supervisor = {
  /** Starts the parts beside each other; resolves when all serve. */
  start: (parts: readonly Part[]) => Promise<void>
  /** Asks all to stop, and insists after `graceMs`. */
  stop: (graceMs: number) => Promise<void>
}

/** A supervisor without parts yet; `environment` is what every part is given. */
export function createSupervisor(root: string, environment: NodeJS.ProcessEnv): Supervisor {
  const running = new Map<Part, Child>()
  const stopped = new AbortController()

  function launch(part: Part): Child {
    const child = startChild(part, root, environment)
    running.set(part, child)
    return child
  }

  async function keep(first: Child): Promise<void> {
    let child = first
    for (let crashes = 0; ; crashes++) {
      const began = Date.now()
      const why = await child.ended
      running.delete(child.part)
      if (stopped.signal.aborted) return
      if (Date.now() - began > STABLE_AFTER_MS) crashes = 0
      const delay = BACKOFF_MS[Math.min(crashes, BACKOFF_MS.length - 1)] ?? 0
      say(`${yellow('!')} ${child.part} ended (${why}); starting it again in ${delay / 1000} s`)
      if (!(await slept(delay, stopped.signal))) return
      child = launch(child.part)
      const { part } = child
      child.ready.then(
        () => say(`✓ ${part} is back`),
        () => undefined,
      )
    }
  }

  return {
    start: async (parts) => {
      const children = parts.map(launch)
      await Promise.all(children.map((child) => child.ready))
      for (const child of children) void keep(child)
    },
    stop: async (graceMs) => {
      stopped.abort()
      const insist = setTimeout(() => {
        for (const child of running.values()) child.kill('SIGKILL')
      }, graceMs)
      // The receivers last: what the others have to tell about themselves in the end still arrives.
      for (const isLast of [false, true]) {
        const children = [...running.values()].filter(({ part }) => (part === 'ingest') === isLast)
        for (const child of children) child.kill('SIGTERM')
        await Promise.all(children.map((child) => child.ended))
      }
      clearTimeout(insist)
    },
  }
}

async function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal })
    return true
  } catch {
    // Woken because everything stops.
    return false
  }
}
