import http2 from 'node:http2'
import type { Answer, ExportClient } from './client'

const PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS: what OTLP says to try again. */
const RETRYABLE = new Set(['1', '4', '10', '11', '14', '15'])

/**
 * OTLP/gRPC over one connection. Written on HTTP/2 itself because grpc-js compresses each message when it is sent:
 * that would measure the load generator. `npm run interop` has the real clients.
 */
export function grpcClient(target: { port: number; token: string }): ExportClient {
  const session = http2.connect(`http://127.0.0.1:${target.port}`, {
    settings: { initialWindowSize: 4 * 1024 * 1024 },
  })
  session.on('error', () => undefined)
  const headers = {
    ':method': 'POST',
    ':path': PATH,
    'content-type': 'application/grpc',
    'grpc-encoding': 'gzip',
    te: 'trailers',
    authorization: `Bearer ${target.token}`,
  }
  return {
    send: (body) =>
      new Promise<Answer>((resolve, reject) => {
        const stream = session.request(headers)
        let status: string | undefined
        let messageBytes = 0
        let text = ''
        const note = (seen: http2.IncomingHttpHeaders) => {
          if (seen['grpc-status'] !== undefined) status = String(seen['grpc-status'])
          if (seen['grpc-message'] !== undefined) text = String(seen['grpc-message'])
        }
        stream.on('response', note)
        stream.on('trailers', note)
        stream.on('data', (part: Buffer) => {
          messageBytes += part.length
        })
        stream.on('error', reject)
        stream.on('close', () => {
          if (status === undefined) return reject(new Error('stream closed without a status'))
          const isAcked = status === '0'
          resolve({
            isAcked,
            isPartial: isAcked && messageBytes > 5,
            retryAfterMs: RETRYABLE.has(status) ? 200 : null,
            text: isAcked ? '' : `grpc-status ${status} ${text}`,
          })
        })
        const frame = Buffer.alloc(5)
        frame.writeUInt8(1, 0)
        frame.writeUInt32BE(body.length, 1)
        stream.write(frame)
        stream.end(body)
      }),
    close: () => session.close(),
  }
}
