import { lookup as resolve } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isRefusedAddress } from './refused-addresses'

const TIMEOUT_MS = 15_000
const CONTINUE_MS = 1_000
const MOST_BYTES = 32 * 1024 * 1024

/** What a tool's API answered. */
export type ToolAnswer = { status: number; retryAfter: string | null; text: string }

/** Something about asking a tool that whoever set it up should read. Its message never holds a credential. */
export class ToolTrouble extends Error {
  override readonly name = 'ToolTrouble'
  constructor(
    message: string,
    /** When it makes sense to ask again, where the tool said so. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
  }
}

/**
 * One request, followed nowhere: an answer that leads elsewhere is an answer. The address is looked up here and the same one
 * is connected to, so that a name cannot mean one thing when it is looked at and another when it is used.
 */
export async function askTool(
  url: URL,
  of: { method: 'GET' | 'POST' | 'PUT'; headers: Record<string, string>; body: string | null },
  signal: AbortSignal,
): Promise<ToolAnswer> {
  refuseAddress(url)
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolveAnswer, reject) => {
    const fail = (error: unknown) => {
      if (!within.aborted || error instanceof ToolTrouble) reject(troubleOf(error))
      else if (signal.aborted) reject(signal.reason)
      else reject(new ToolTrouble(`gave no answer within ${TIMEOUT_MS / 1_000} s`))
    }
    const options = {
      method: of.method,
      headers: of.headers,
      signal: within,
      lookup: carefulLookup,
      agent: false,
    }
    const sent = request(url, options, (response) => {
      readText(response).then(
        (text) => {
          // Where it has answered before it has read all, the rest is not sent.
          if (!sent.writableFinished) sent.destroy()
          resolveAnswer({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
            text,
          })
        },
        (error) => {
          sent.destroy()
          fail(error)
        },
      )
    })
    sent.on('error', fail)
    if (of.headers.expect === '100-continue') sendWhenAsked(sent, of.body ?? '')
    else sent.end(of.body ?? undefined)
  })
}

/** Sends a body when the server wants it: one that refuses would close on us while it is sent, and its answer would be lost. */
function sendWhenAsked(sent: http.ClientRequest, body: string): void {
  const send = () => {
    clearTimeout(timer)
    if (!sent.destroyed && !sent.writableEnded) sent.end(body)
  }
  // There are servers that never ask.
  const timer = setTimeout(send, CONTINUE_MS)
  sent.once('continue', send)
  sent.once('response', () => clearTimeout(timer))
  sent.once('close', () => clearTimeout(timer))
  sent.flushHeaders()
}

/** Only the web, and no address that is refused; a name is looked at when it is looked up. */
function refuseAddress(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ToolTrouble('The address must begin with https:// or http://')
  refuseHost(url.hostname.replace(/^\[|\]$/g, ''))
}

/** Throws for an IP address that is never asked; whoever connects to a name looks it up by `carefulLookup`. */
export function refuseHost(host: string): void {
  if (isIP(host) !== 0 && isRefusedAddress(host)) throw refused()
}

const refused = () =>
  new ToolTrouble('The address is one that Runledger does not ask: link-local or of a metadata service')

/** Looks a name up, and finds nothing where one of its addresses is refused. */
export const carefulLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null) return callback(error, '', 4)
    if (first === undefined || addresses.some(({ address }) => isRefusedAddress(address)))
      return callback(refused(), '', 4)
    if (options.all === true) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    const part: Buffer = chunk
    bytes += part.length
    if (bytes > MOST_BYTES) throw new ToolTrouble(`answered with more than ${MOST_BYTES / 1024 / 1024} MB`)
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * What went wrong on the way, by its code: messages of sockets and TLS hold addresses, which may hold anything. `howToTrust`
 * is what to do about an authority that is not known.
 */
export function troubleOf(error: unknown, howToTrust = 'see NODE_EXTRA_CA_CERTS'): ToolTrouble {
  if (error instanceof ToolTrouble) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words = WORDS[code] ?? alertWords(code)
  if (words === null) return new ToolTrouble(`cannot be reached (${code || 'no reason given'})`)
  return new ToolTrouble(UNTRUSTED.has(code) ? `${words} (${howToTrust})` : words)
}

/** What a server says of our certificate; OpenSSL calls the same alert by several names. */
function alertWords(code: string): string | null {
  const [, alert = ''] = /^ERR_SSL_\S+_ALERT_(\w+)$/.exec(code) ?? []
  if (alert === '') return null
  if (alert === 'CERTIFICATE_REQUIRED') return 'asks for a client certificate'
  if (/^(UNKNOWN_CA|(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(UNKNOWN|REVOKED))$/.test(alert))
    return 'does not take this client certificate'
  if (alert === 'CERTIFICATE_EXPIRED') return 'says that the client certificate has expired'
  return alert === 'HANDSHAKE_FAILURE'
    ? 'refuses the handshake of TLS: it may ask for a client certificate'
    : null
}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])
const UNKNOWN_AUTHORITY = 'has a certificate of an authority that is not known here'

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'refuses connections at this address',
  ECONNRESET: 'ended the connection',
  ENOTFOUND: 'has an address that no name server knows',
  EAI_AGAIN: 'has an address that no name server knows at the moment',
  ETIMEDOUT: 'gave no answer',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
  CERT_SIGNATURE_FAILURE: 'has a certificate that its authority did not sign',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody signed',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
}
