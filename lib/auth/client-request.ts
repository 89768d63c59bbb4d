/** The part of `Headers` that is read here; Next's and the platform's both have it. */
type HeaderReader = { get(name: string): string | null }

/** True when the browser speaks https, to us or to the proxy in front of us. */
export const isHttps = (headers: HeaderReader): boolean =>
  lastOf(headers.get('x-forwarded-proto')) === 'https'

/**
 * Who asks. Our own server in front of Next writes the peer's address last, and drops what a client wrote itself unless the
 * installation says that there is a proxy.
 */
export const clientAddress = (headers: HeaderReader): string | null =>
  lastOf(headers.get('x-forwarded-for'))
    ?.replace(/^::ffff:/, '')
    .slice(0, 45) || null

/** The id under which the request is found in the log, when our server gave it one. */
export function requestIdOf(headers: HeaderReader): string | null {
  const id = headers.get('x-request-id')
  return id !== null && /^[\w-]{1,64}$/.test(id) ? id : null
}

/** The browser as it names itself, cut to what a list can show. */
export const userAgentOf = (headers: HeaderReader): string | null =>
  headers
    .get('user-agent')
    ?.replace(/\p{Cc}/gu, '')
    .slice(0, 300) ?? null

const lastOf = (value: string | null): string | null => value?.split(',').at(-1)?.trim() ?? null
