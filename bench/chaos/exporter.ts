import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { Traffic } from '../generator/traffic'
import { httpClient } from '../load/http-client'

/** Each request is one whole trace of its own, so that what became of it can be told by its id. */
export const SPANS_PER_TRACE = 100

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2_000

/** What the exporters together were promised. */
export type Promises = { ackedTraces: string[]; retries: number; lastAckAt: number }

/**
 * Exports one fresh trace after the other and tries each again until it is acknowledged, as OTLP demands: on 429, 502, 503, 504 and
 * broken connections with a growing pause, on anything else never. Returns when told to stop and its last trace is through.
 */
export async function exportUntil(
  isOver: () => boolean,
  target: { port: number; token: string; seed: number },
  promises: Promises,
): Promise<void> {
  const traffic = new Traffic(SPANS_PER_TRACE, target.seed, Date.now)
  let client = httpClient(target)
  while (!isOver()) {
    const body = gzipSync(traffic.request(SPANS_PER_TRACE), { level: 1 })
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await client.send(body).catch((error: Error) => error)
      if (answer instanceof Error) {
        client.close()
        client = httpClient(target)
      } else if (answer.isAcked && !answer.isPartial) {
        break
      } else if (answer.retryAfterMs === null) {
        throw new Error(`an answer that loses data: ${answer.text || 'partial success'}`)
      }
      promises.retries++
      await wait(pause * (0.5 + Math.random()))
    }
    promises.ackedTraces.push(traffic.traceId)
    promises.lastAckAt = performance.now()
  }
  client.close()
}
