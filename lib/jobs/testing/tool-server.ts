import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer of a scripted tool: JSON with 200, or what is said otherwise. */
export type ToolReply = { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }

export type ToolServer = {
  address: string
  /** `GET /v1/jobs?limit=1` in the order in which they were asked. */
  asked: string[]
  headers: http.IncomingHttpHeaders[]
  /** What is answered from now on. */
  script: (
    answer: (asked: { method: string; url: URL; body: string }) => ToolReply | Promise<ToolReply>,
  ) => void
  close: () => Promise<void>
}

/** A tool's API on this machine's loopback that answers as scripted. */
export async function toolServer(): Promise<ToolServer> {
  const asked: string[] = []
  const headers: http.IncomingHttpHeaders[] = []
  let answer: Parameters<ToolServer['script']>[0] = () => ({ status: 404 })
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const method = request.method ?? 'GET'
    asked.push(`${method} ${request.url}`)
    headers.push(request.headers)
    const reply = await answer({ method, url: new URL(request.url ?? '/', 'http://tool'), body })
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
    response.end(reply.text ?? JSON.stringify(reply.json ?? {}))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    headers,
    script: (next) => {
      answer = next
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
