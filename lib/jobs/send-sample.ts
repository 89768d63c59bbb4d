import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

/** A receiver that is busy is asked again, each time later; one that is gone for longer ends the loading. */
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000]

/** What is posted: an export to the receiver, or a webhook to the address of its source. */
export type SentSample = { path: string; headers?: Record<string, string>; body: unknown }

export type SendSample = (request: SentSample, token: string) => Promise<void>

/**
 * Sends requests to the first of the addresses at which a receiver answers, as an exporter would: compressed, with a token.
 * Waits for a busy receiver no longer than `signal` lets it.
 */
export function sampleSender(endpoints: readonly string[], signal?: AbortSignal): SendSample {
  let chosen: string | null = null
  return async (request, token) => {
    const bytes = await compress(JSON.stringify(request.body), { level: 1 })
    let trouble = 'no receiver answers'
    for (const pause of [0, ...WAITS_MS]) {
      await wait(pause, undefined, { signal })
      for (const endpoint of chosen === null ? endpoints : [chosen]) {
        const answer = await post(`${endpoint}${request.path}`, bytes, {
          ...request.headers,
          ...bearer(token),
        })
        if (answer.kind === 'stored') {
          chosen = endpoint
          return
        }
        trouble = answer.words
        if (answer.kind === 'refused') throw new Error(`The receiver refused the sample: ${answer.words}`)
      }
    }
    throw new Error(`The sample cannot be sent to ${endpoints.join(' or ')}: ${trouble}`)
  }
}

type Answer = { kind: 'stored' } | { kind: 'busy' | 'refused'; words: string }

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

async function post(url: string, bytes: Buffer, more: Record<string, string>): Promise<Answer> {
  const headers = {
    ...more,
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'user-agent': 'runledger-sample',
  }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes) })
    const words = (await answer.text()).slice(0, 300)
    // A receiver takes a part and says so with 200: nothing of the sample may be refused.
    if (answer.ok) return words.includes('partialSuccess') ? { kind: 'refused', words } : { kind: 'stored' }
    return {
      kind: answer.status === 429 || answer.status >= 500 ? 'busy' : 'refused',
      words: `${answer.status} ${words}`,
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return { kind: 'busy', words: cause }
  }
}
