import http from 'node:http'
import type { Answer, ExportClient } from './client'

/** OTLP/HTTP with protobuf and gzip over one kept-alive connection. Rejects when the connection breaks. */
export function httpClient(target: { port: number; token: string; path?: string }): ExportClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const options: http.RequestOptions = {
    agent,
    host: '127.0.0.1',
    port: target.port,
    path: target.path ?? '/v1/traces',
    method: 'POST',
  }
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    authorization: `Bearer ${target.token}`,
    'user-agent': 'runledger-bench',
  }
  return {
    send: (body) =>
      new Promise<Answer>((resolve, reject) => {
        const request = http.request(
          { ...options, headers: { ...headers, 'content-length': body.length } },
          (response) => {
            const parts: Buffer[] = []
            response.on('data', (part: Buffer) => parts.push(part))
            response.on('error', reject)
            response.on('end', () => resolve(answerOf(response, Buffer.concat(parts))))
          },
        )
        request.on('error', reject)
        request.end(body)
      }),
    close: () => agent.destroy(),
  }
}

function answerOf(response: http.IncomingMessage, body: Buffer): Answer {
  const isAcked = response.statusCode === 200
  const seconds = Number(response.headers['retry-after'])
  const isRetryable = [429, 502, 503, 504].includes(response.statusCode ?? 0)
  return {
    isAcked,
    isPartial: isAcked && body.length > 0,
    retryAfterMs: isRetryable ? (seconds > 0 ? seconds * 1000 : 200) : null,
    text: isAcked ? '' : `${response.statusCode} ${body.toString('utf8').slice(0, 200)}`,
  }
}
