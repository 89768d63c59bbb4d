import type { IncomingMessage, ServerResponse } from 'node:http'

/** Lets browsers of the listed origins send. True when the request was a preflight, which is then answered. */
export function applyCors(
  request: IncomingMessage,
  response: ServerResponse,
  origins: readonly string[],
): boolean {
  const { origin } = request.headers
  if (origins.length === 0 || origin === undefined) return false
  if (!origins.includes('*') && !origins.includes(origin)) return false
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Vary', 'Origin')
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
    return false
  response.writeHead(204, {
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'authorization, content-encoding, content-type, x-api-key',
    'Access-Control-Max-Age': '7200',
  })
  response.end()
  return true
}
