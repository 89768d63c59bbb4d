import { setTimeout as wait } from 'node:timers/promises'
import type { Server } from '../start-server'

/** Waits until it is so; throws with the end of the server's log when the server has ended or the time is up. */
export async function until(limitMs: number, server: Server, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await wait(500)) {
    if (await isSo()) return
    if (server.hasEnded()) break
  }
  throw new Error(`it did not come to that: ${server.log()}`)
}
