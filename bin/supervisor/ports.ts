import fs from 'node:fs'
import net from 'node:net'
import { Obstacle } from '@/lib/model/obstacle'

/** A port that has to be free, and the variable that names it. */
export type Port = { port: number; variable: string; what: string }

/** Refuses, before anything is started, if somebody listens already where we are about to. */
export async function refuseBusyPorts(host: string, ports: Port[]): Promise<void> {
  for (const { port, variable, what } of ports) {
    const code = await listenError(host, port)
    if (code === null) continue
    if (code === 'EADDRINUSE') {
      const owner = ownerOf(port)
      throw new Obstacle(
        `Port ${port} (${what}) is in use${owner === null ? '' : ` by ${owner}`}`,
        `Stop that process, or set ${variable} to another port.`,
      )
    }
    const remedy =
      code === 'EACCES'
        ? `Set ${variable} to a port above 1023.`
        : 'Set RUNLEDGER_HOST to an address of this machine.'
    throw new Obstacle(`Cannot listen on ${host}:${port} for ${what} (${code})`, remedy)
  }
}

function listenError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}

/** The process that listens on the port, as far as this account may see: `node (process 4711)`. */
export function ownerOf(port: number): string | null {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port)),
  )
  if (sockets.size === 0) return null
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const holds = fs
        .readdirSync(`/proc/${pid}/fd`)
        .some((fd) => sockets.has(fs.readlinkSync(`/proc/${pid}/fd/${fd}`)))
      if (holds) return `${fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`
    } catch {
      // It ended meanwhile, or belongs to another account.
    }
  }
  return null
}

const LISTENING = '0A'

function listeningSockets(table: string, port: number): string[] {
  if (!fs.existsSync(table)) return []
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return fs
    .readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTENING && fields[1]?.endsWith(`:${wanted}`))
    .map((fields) => `socket:[${fields[9]}]`)
}
