import { Client, type Dispatcher } from 'undici'
import type { Answer, ExportClient } from './client'

/**
 * OTLP/HTTP with protobuf and gzip over one kept-alive connection. Rejects when the connection breaks. With undici, since
 * Node's own client takes as long for a request as the receiver does, and both share the machine.
 */
export function httpClient(target: { port: number; token: string; path?: string }): ExportClient {
  const client = new Client(`http://127.0.0.1:${target.port}`, { headersTimeout: 0, bodyTimeout: 0 })
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    authorization: `Bearer ${target.token}`,
    'user-agent': 'runledger-bench',
  }
  const options = { path: target.path ?? '/v1/traces', method: 'POST', headers } as const
  return {
    send: async (body) => {
      const response = await client.request({ ...options, body })
      return answerOf(response, Buffer.from(await response.body.arrayBuffer()))
    },
    close: () => void client.destroy(),
  }
}

function answerOf({ statusCode, headers }: Dispatcher.ResponseData, body: Buffer): Answer {
  const isAcked = statusCode === 200
  const seconds = Number(headers['retry-after'])
  const isRetryable = [429, 502, 503, 504].includes(statusCode)
  return {
    isAcked,
    isPartial: isAcked && body.length > 0,
    retryAfterMs: isRetryable ? (seconds > 0 ? seconds * 1000 : 200) : null,
    text: isAcked ? '' : `${statusCode} ${body.toString('utf8').slice(0, 200)}`,
  }
}
