import { setTimeout as wait } from 'node:timers/promises'
import { commandOf } from '@/db/embedded/processes'

/** Waits until a process has ended; throws when it has not within ten seconds. */
export async function processGone(pid: number): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until; await wait(20)) {
    if (commandOf(pid) === null) return
  }
  throw new Error(`process ${pid} did not end`)
}
