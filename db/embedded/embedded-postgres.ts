import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readOrCreateSecret } from '@/lib/installation-secret'
import { postgresAccount, privateDirectory } from './account'
import { findBinaries } from './binaries'
import { chooseDataDirectory, prepareCluster, ROLE } from './data-directory'
import { hold, inTurn } from './holders'
import { findRunning, isRunning, type Postmaster, startPostmaster, stopPostmaster } from './postmaster'
import { serverSettings } from './settings'

/** A server this process uses. */
export type EmbeddedPostgres = {
  url: string
  readonly pid: number
  adopted: boolean
  /** Starts it again if it is gone (killed, out of memory): true when that was so. Its address stays the same. */
  revive: () => Promise<boolean>
  /** Ends it if no other process uses it any more. */
  stop: () => Promise<void>
}

export type EmbeddedOptions = {
  /** Where `node_modules` is. */
  root: string
  dataDir: string
  log: (line: string) => void
  /** False for tests: what a power cut would lose does not matter to them. */
  isDurable?: boolean
}

/** Joins the Postgres of the data directory, starting it (and making it) if need be. It listens on a Unix socket only. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = postgresAccount()
  const directory = chooseDataDirectory(options.dataDir, account)
  if (!directory.startsWith(fs.realpathSync(options.dataDir))) {
    options.log(`Account ${account.name} cannot reach ${options.dataDir}; the database is in ${directory}`)
  }
  const place = path.dirname(directory)
  const password = readOrCreateSecret(path.join(place, 'database-password'))
  return inTurn(place, async () => {
    const first = await joinOrStart()
    let { postmaster } = first
    const release = hold(place)
    return {
      url: urlOf(postmaster, password),
      get pid() {
        return postmaster.pid
      },
      adopted: first.isJoined,
      revive: async () => {
        if (isRunning(postmaster, directory)) return false
        return inTurn(place, async () => {
          const next = await joinOrStart()
          postmaster = next.postmaster
          return true
        })
      },
      stop: () =>
        inTurn(place, async () => {
          if (release().isLast) await stopPostmaster(postmaster, directory)
        }),
    }
  })

  async function joinOrStart(): Promise<{ postmaster: Postmaster; isJoined: boolean }> {
    const running = fs.existsSync(directory) ? await findRunning(directory) : null
    if (running !== null) return { postmaster: running, isJoined: true }
    const binaries = findBinaries(options.root, account)
    prepareCluster(directory, binaries, account, password)
    const socketDirectory = socketDirectoryFor(directory)
    privateDirectory(socketDirectory, account)
    const settings = serverSettings(options.isDurable ?? true)
    const server = { postgres: binaries.postgres, directory, socketDirectory, settings, account }
    return { postmaster: await startPostmaster(server), isJoined: false }
  }
}

/** A socket's path may have 107 bytes, and data directories can be deep: so a short name in the temporary directory. */
const socketDirectoryFor = (directory: string): string =>
  path.join(os.tmpdir(), `.runledger-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`)

const urlOf = ({ socketDirectory }: Postmaster, password: string): string =>
  `postgresql://${ROLE}:${encodeURIComponent(password)}@localhost:5432/${ROLE}?host=${encodeURIComponent(socketDirectory)}`
