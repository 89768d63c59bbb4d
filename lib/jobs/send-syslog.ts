import net from 'node:net'
import tls from 'node:tls'
import type { StreamTarget } from '@/lib/model/audit-stream'
import { carefulLookup, refuseHost, ToolTrouble, troubleOf } from './tool-request'

type Settings = Extract<StreamTarget, { kind: 'syslog' }>['settings']

const HOW_TO_TRUST = 'give it with the stream'
const TIMEOUT_MS = 15_000
/** How long a server may take to turn us away before anything is sent; longer where it is far. */
const REFUSES_WITHIN_MS = 250

/**
 * Sends frames over a connection of their own and waits until the server has closed it after us. Syslog confirms nothing: that
 * the server read to the end and closed in order is all that can be known, and what was not known to arrive is sent again.
 * A server that does not want us often says so by closing only, after a handshake that was in order (in TLS 1.3 it looks at
 * our certificate when we are done already). What had been sent by then would seem to be read: it is waited for first.
 * `key` is that of the client certificate, null for none.
 */
export async function sendSyslog(
  settings: Settings,
  key: string | null,
  frames: string,
  signal: AbortSignal,
): Promise<void> {
  refuseHost(settings.host)
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  const from = performance.now()
  const socket = connect(settings, key)
  let timer: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      const abort = () =>
        reject(
          signal.aborted
            ? signal.reason
            : new ToolTrouble(`did not take all and close within ${TIMEOUT_MS / 1_000} s`),
        )
      if (within.aborted) return abort()
      within.addEventListener('abort', abort, { once: true })
      let isBegun = false
      let isSent = false
      const closed = () => {
        if (isSent) resolve()
        else
          reject(
            new ToolTrouble(isBegun ? 'closed the connection before it had read all' : turnedAway(settings)),
          )
      }
      socket.once('error', (error) => reject(troubleOf(error, HOW_TO_TRUST)))
      socket.once(settings.isTls ? 'secureConnect' : 'connect', () => {
        const far = 2 * (performance.now() - from)
        timer = setTimeout(
          () => {
            isBegun = true
            socket.end(frames, () => {
              isSent = true
            })
          },
          Math.max(REFUSES_WITHIN_MS, far),
        )
      })
      socket.once('end', () => {
        if (!isSent) closed()
      })
      socket.once('close', closed)
      // What a server says is read, so that its end is seen, and passed over.
      socket.resume()
    })
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}

function connect({ host, port, isTls, ca, clientCertificate }: Settings, key: string | null): net.Socket {
  const where = { host, port, lookup: carefulLookup }
  if (!isTls) return net.connect(where)
  const name = net.isIP(host) === 0 ? { servername: host } : {}
  const trusted = ca === '' ? {} : { ca: [...tls.rootCertificates, ca] }
  const ours = key === null ? {} : { cert: clientCertificate, key }
  return tls.connect({ ...where, ...name, ...trusted, ...ours })
}

function turnedAway({ isTls, clientCertificate }: Settings): string {
  if (!isTls) return 'closed the connection at once, without reading'
  return clientCertificate === ''
    ? 'closed the connection at once, without reading: it may ask for a client certificate'
    : 'closed the connection at once, without reading: it may not take this client certificate'
}
