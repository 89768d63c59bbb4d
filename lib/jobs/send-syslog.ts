import net from 'node:net'
import tls from 'node:tls'
import type { StreamTarget } from '@/lib/model/audit-stream'
import { carefulLookup, refuseHost, ToolTrouble, troubleOf } from './tool-request'

const TIMEOUT_MS = 15_000

/**
 * Sends frames over a connection of their own and waits until the server has closed it after us. Syslog confirms nothing: that
 * the server read to the end and closed in order is all that can be known, and what was not known to arrive is sent again.
 */
export async function sendSyslog(
  { host, port, isTls, ca }: Extract<StreamTarget, { kind: 'syslog' }>['settings'],
  frames: string,
  signal: AbortSignal,
): Promise<void> {
  refuseHost(host)
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  const where = { host, port, lookup: carefulLookup }
  const name = net.isIP(host) === 0 ? { servername: host } : {}
  const trusted = ca === '' ? {} : { ca: [...tls.rootCertificates, ca] }
  const socket = isTls ? tls.connect({ ...where, ...name, ...trusted }) : net.connect(where)
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
      let isSent = false
      socket.once('error', (error) => reject(troubleOf(error)))
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        socket.end(frames, () => {
          isSent = true
        })
      })
      socket.once('end', () => {
        if (!isSent) reject(new ToolTrouble('closed the connection before it had read all'))
      })
      socket.once('close', () =>
        isSent ? resolve() : reject(new ToolTrouble('closed the connection before it had read all')),
      )
      // What a server says is read, so that its end is seen, and passed over.
      socket.resume()
    })
  } finally {
    socket.destroy()
  }
}
