import http2 from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { answerCall } from './grpc-call'
import type { Intake } from './intake'

export type GrpcOptions = { intake: Intake; host: string; port: number }

export type GrpcServer = {
  port: number
  /** Takes no new calls, lets those in flight finish, and resolves when the last connection is closed. */
  close(): Promise<void>
}

/** A large window, so that a request of megabytes need not wait for our acknowledgement of each 64 KiB. */
const STREAM_WINDOW_BYTES = 4 * 1024 * 1024
const CONNECTION_WINDOW_BYTES = 16 * 1024 * 1024

const LIMITS = { sockets: 512, streams: 256, idleMs: 10 * 60_000, callMs: 30_000, tcpKeepAliveMs: 30_000 }

/**
 * OTLP/gRPC on Node's own HTTP/2 server. OTLP needs one unary method three times; grpc-js's server would read a whole
 * message before its source is known, and can neither refuse a compressed flag without an encoding nor say which
 * encodings it has.
 */
export async function startGrpc({ intake, host, port }: GrpcOptions): Promise<GrpcServer> {
  const sessions = new Set<http2.ServerHttp2Session>()
  const server = http2.createServer({
    settings: { initialWindowSize: STREAM_WINDOW_BYTES, maxConcurrentStreams: LIMITS.streams },
    // Megabytes of unread bodies a connection; the queue's own limit is what protects the process.
    maxSessionMemory: 128,
  })
  server.maxConnections = LIMITS.sockets
  server.on('connection', (socket: Socket) => {
    socket.setKeepAlive(true, LIMITS.tcpKeepAliveMs)
    socket.setNoDelay(true)
  })
  server.on('session', (session) => {
    sessions.add(session)
    session.setLocalWindowSize(CONNECTION_WINDOW_BYTES)
    session.setTimeout(LIMITS.idleMs, () => session.close())
    session.on('close', () => sessions.delete(session))
    // The peer broke the connection: its calls have failed by themselves.
    session.on('error', () => session.destroy())
  })
  server.on('stream', (stream, headers) => {
    stream.setTimeout(LIMITS.callMs, () => stream.close(http2.constants.NGHTTP2_CANCEL))
    void answerCall(intake, stream, headers)
  })
  server.on('error', (error) => intake.report(error))
  await listen(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const session of sessions) session.close()
      }),
  }
}

function listen(server: http2.Http2Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
