import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** Tighter than Node's own, which let a client hold a socket for minutes with a byte now and then. */
const LIMITS = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 75_000,
  checkEveryMs: 5_000,
  sockets: 512,
}

export type HttpListener = {
  port: number
  /** Takes no new connections and resolves when the requests in flight are answered. */
  close(): Promise<void>
}

/** A listener for the receivers alone, with limits against clients that are slow on purpose. */
export async function listenHttp(
  host: string,
  port: number,
  handle: http.RequestListener,
): Promise<HttpListener> {
  let isClosing = false
  const server = http.createServer(
    { connectionsCheckingInterval: LIMITS.checkEveryMs },
    (request, response) => {
      // A client that keeps its connection busy would keep us from ever closing it.
      if (isClosing) response.setHeader('Connection', 'close')
      handle(request, response)
    },
  )
  server.headersTimeout = LIMITS.headersTimeoutMs
  server.requestTimeout = LIMITS.requestTimeoutMs
  server.keepAliveTimeout = LIMITS.keepAliveTimeoutMs
  server.maxConnections = LIMITS.sockets
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        isClosing = true
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}
