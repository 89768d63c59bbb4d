import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { config } from '@/lib/config'

const HEADERS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** What every answer of the console carries; the content security policy is made in `proxy.ts`, with its nonce. */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  if (config().url.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000')
}

/**
 * Makes the headers about the client true: what it wrote itself is dropped unless `RUNLEDGER_TRUST_PROXY` says that a proxy
 * of ours wrote it. Code behind this may believe the last address of `x-forwarded-for`.
 */
export function describeClient(request: IncomingMessage): void {
  const { headers, socket } = request
  const { trustProxy } = config()
  if (!trustProxy || headers['x-forwarded-for'] === undefined)
    headers['x-forwarded-for'] = socket.remoteAddress ?? ''
  if (!trustProxy || headers['x-forwarded-proto'] === undefined) headers['x-forwarded-proto'] = 'http'
  if (!trustProxy) {
    delete headers['x-forwarded-host']
    delete headers['x-forwarded-port']
    delete headers.forwarded
  }
  const given = headers['x-request-id']
  if (!trustProxy || typeof given !== 'string' || !/^[\w-]{1,64}$/.test(given))
    headers['x-request-id'] = randomUUID()
  // A page does not know its own address; signing in leads back to it.
  headers['x-runledger-path'] = request.url ?? '/'
}
