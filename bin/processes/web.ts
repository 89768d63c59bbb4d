import http from 'node:http'
import type { Duplex } from 'node:stream'
import next from 'next'
import { closeDatabase } from '@/db/client'
import { databaseTrouble } from '@/db/health'
import { config } from '@/lib/config'
import { eventEndpointOf } from '@/lib/ingest/events/endpoint'
import { log } from '@/lib/log'
import { describeClient, setSecurityHeaders } from './edge'
import { answerHealth, isHealthPath } from './health'
import { openReceiving } from './receiving'
import { openReceivingEvents } from './receiving-events'
import { type RunningPart, runProcess } from './run-process'

/** Pages that stay open for live updates are cut after this; their browsers connect again. */
const CLOSE_WITHIN_MS = 2_000

/** The console: receivers and health before Next sees the request, everything else is Next's. */
async function startWeb(): Promise<RunningPart> {
  const { root, host, port, isDev } = config()
  const pages = next({ dev: isDev, dir: root, hostname: host, port })
  await pages.prepare()
  const showPage = pages.getRequestHandler()
  const receiving = lazily(openReceiving)
  const events = lazily(openReceivingEvents)

  const server = http.createServer((request, response) => {
    const url = request.url ?? '/'
    setSecurityHeaders(response)
    answer(url).catch((error) => {
      log('web').error({ err: error, path: url.split('?')[0] }, 'request failed')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })

    async function answer(path: string): Promise<void> {
      if (isHealthPath(path)) return answerHealth(path, response, readiness)
      // Next throws at a method that it does not know, which would look like a failure of ours.
      if (!METHODS.includes(request.method ?? '')) {
        return void response.writeHead(405, { allow: METHODS.join(', ') }).end()
      }
      // The image optimizer decodes bytes from outside; nothing of ours uses it.
      if (path.startsWith('/_next/image')) return void response.writeHead(404).end()
      const receiver = receiving.value?.receiver ?? (isOtlp(path) ? receiving.open().receiver : null)
      if (receiver?.isReceiverPath(path)) return receiver.handle(request, response)
      if (eventEndpointOf(path) !== null) return events.open().receiver.handle(request, response)
      describeClient(request)
      return showPage(request, response)
    }
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (_request, socket) => {
    // For developing, Next takes these itself, to tell the page of edits; for anything else there is no use.
    if (!isDev) socket.destroy()
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
  })
  await listen(server, port, host)

  return {
    stop: async () => {
      for (const socket of upgraded) socket.destroy()
      await closeServer(server)
      await Promise.all([receiving.value?.close(), events.value?.close()])
      await pages.close()
      await closeDatabase()
    },
  }

  async function readiness(): Promise<string[]> {
    const trouble = await databaseTrouble()
    const full = receiving.value?.isFull() ? ['the queue is full'] : []
    return trouble === null ? full : [trouble, ...full]
  }
}

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

const isOtlp = (path: string): boolean =>
  !path.startsWith('/api/v1/') && /\/v1(development)?\/(traces|logs|metrics|profiles)\/?(\?|$)/.test(path)

/** Most installations send to the ingest port: the writer of this one is only opened when something comes. */
function lazily<Part>(open: () => Part): { value: Part | null; open: () => Part } {
  const holder = {
    value: null as Part | null,
    open: () => {
      holder.value ??= open()
      return holder.value
    },
  }
  return holder
}

const listen = (server: http.Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })

async function closeServer(server: http.Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS)
  await closed
  clearTimeout(cut)
}

await runProcess(startWeb)
