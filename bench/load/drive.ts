import { setTimeout as wait } from 'node:timers/promises'
import type { PreparedRequests } from '../generator/prepare-requests'
import type { ExportClient } from './client'
import { Latencies } from './latencies'

/** What came of a load. */
export type LoadResult = {
  seconds: number
  ackedSpans: number
  /** Requests told to come again later; they did. */
  pushedBack: number
  latencies: Latencies
  /** Acknowledged spans in each ten seconds, to see whether the rate holds. */
  windows: number[]
}

const WINDOW_MS = 10_000

/** Sends all requests, each client the next one as soon as its last was acknowledged. */
export async function driveAtOnce(requests: PreparedRequests, clients: ExportClient[]): Promise<LoadResult> {
  const result = emptyResult()
  const from = performance.now()
  let next = 0
  await Promise.all(
    clients.map(async (client) => {
      for (let index = next++; index < requests.file.count; index = next++) {
        await sendOne(requests, index, client, result, from, performance.now())
      }
    }),
  )
  return { ...result, seconds: (performance.now() - from) / 1000 }
}

/**
 * Sends requests at a fixed rate whatever the answers take, until the prepared ones are used up. Latency counts from
 * when a request was due, so that a stall is not hidden by the requests that it delayed.
 */
export async function driveAtRate(
  requests: PreparedRequests,
  clients: ExportClient[],
  requestsPerSecond: number,
): Promise<LoadResult> {
  const result = emptyResult()
  const from = performance.now()
  const idle = [...clients]
  const waiting: (() => void)[] = []
  const running: Promise<void>[] = []
  for (let index = 0; index < requests.file.count; index++) {
    const due = from + (index * 1000) / requestsPerSecond
    const early = due - performance.now()
    if (early > 0) await wait(early)
    running.push(
      (async () => {
        const client = idle.pop() ?? (await freed())
        await sendOne(requests, index, client, result, from, due)
        idle.push(client)
        waiting.shift()?.()
      })(),
    )
  }
  await Promise.all(running)
  return { ...result, seconds: (performance.now() - from) / 1000 }

  async function freed(): Promise<ExportClient> {
    for (;;) {
      await new Promise<void>((resolve) => waiting.push(resolve))
      const client = idle.pop()
      if (client !== undefined) return client
    }
  }
}

async function sendOne(
  requests: PreparedRequests,
  index: number,
  client: ExportClient,
  result: LoadResult,
  from: number,
  due: number,
): Promise<void> {
  const body = requests.file.read(index)
  for (;;) {
    const answer = await client.send(body)
    if (answer.isPartial) throw new Error('the receiver refused spans of the bench')
    if (answer.isAcked) break
    if (answer.retryAfterMs === null) throw new Error(`request refused: ${answer.text}`)
    result.pushedBack++
    await wait(answer.retryAfterMs)
  }
  const now = performance.now()
  const window = Math.floor((now - from) / WINDOW_MS)
  const spans = requests.spansOf(index)
  result.latencies.add(now - due)
  result.ackedSpans += spans
  result.windows[window] = (result.windows[window] ?? 0) + spans
}

const emptyResult = (): LoadResult => ({
  seconds: 0,
  ackedSpans: 0,
  pushedBack: 0,
  latencies: new Latencies(),
  windows: [],
})
