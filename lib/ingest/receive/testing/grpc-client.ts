import http2 from 'node:http2'

export type GrpcAnswer = {
  httpStatus: number
  headers: Record<string, string>
  grpcStatus: number
  grpcMessage: string
  /** The `google.rpc.Status` of `grpc-status-details-bin`, where there is one. */
  details: Buffer | null
  message: Buffer
}

/** One unary call with every byte of it in the test's hands, which a gRPC library would not let it have. */
export function grpcCall(
  port: number,
  path: string,
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<GrpcAnswer> {
  const session = http2.connect(`http://127.0.0.1:${port}`)
  return new Promise<GrpcAnswer>((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
    const seen: Record<string, string> = {}
    const chunks: Buffer[] = []
    let httpStatus = 0
    const note = (got: http2.IncomingHttpHeaders): void => {
      for (const [name, value] of Object.entries(got)) seen[name] = String(value)
    }
    stream.on('response', (got) => {
      httpStatus = Number(got[':status'])
      note(got)
    })
    stream.on('trailers', note)
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', reject)
    session.on('error', reject)
    stream.on('close', () =>
      resolve({
        httpStatus,
        headers: seen,
        grpcStatus: Number(seen['grpc-status'] ?? -1),
        grpcMessage: decodeURIComponent(seen['grpc-message'] ?? ''),
        details: detailsOf(seen['grpc-status-details-bin']),
        message: Buffer.concat(chunks).subarray(5),
      }),
    )
    stream.end(body)
  }).finally(() => session.close())
}

const detailsOf = (header: string | undefined): Buffer | null =>
  header === undefined ? null : Buffer.from(header, 'base64')

/** A message in its frame. */
export function framed(message: Buffer, isCompressed = false): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(isCompressed ? 1 : 0)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

export const grpcPath = (signal: 'traces' | 'logs' | 'metrics'): string => {
  const [name, service] = {
    traces: ['trace', 'Trace'],
    logs: ['logs', 'Logs'],
    metrics: ['metrics', 'Metrics'],
  }[signal]
  return `/opentelemetry.proto.collector.${name}.v1.${service}Service/Export`
}
