import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readOrCreateSecret } from '@/lib/installation-secret'
import { postgresAccount, privateDirectory } from './account'
import { findBinaries } from './binaries'
import { chooseDataDirectory, prepareCluster, ROLE } from './data-directory'
import { hold, inTurn } from './holders'
import { findRunning, type Postmaster, startPostmaster, stopPostmaster } from './postmaster'
import { serverSettings } from './settings'

/** A server this process uses. `stop` ends it if no other process uses it any more. */
export type EmbeddedPostgres = { url: string; pid: number; adopted: boolean; stop: () => Promise<void> }

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
  return inTurn(place, async () => {
    const password = readOrCreateSecret(path.join(place, 'database-password'))
    const running = fs.existsSync(directory) ? await findRunning(directory) : null
    const postmaster = running ?? (await start())
    const release = hold(place)
    return {
      url: urlOf(postmaster, password),
      pid: postmaster.pid,
      adopted: running !== null,
      stop: () =>
        inTurn(place, async () => {
          if (release().isLast) await stopPostmaster(postmaster, directory)
        }),
    }

    async function start(): Promise<Postmaster> {
      const binaries = findBinaries(options.root, account)
      prepareCluster(directory, binaries, account, password)
      const socketDirectory = socketDirectoryFor(directory)
      privateDirectory(socketDirectory, account)
      const settings = serverSettings(options.isDurable ?? true)
      return startPostmaster({ postgres: binaries.postgres, directory, socketDirectory, settings, account })
    }
  })
}

/** A socket's path may have 107 bytes, and data directories can be deep: so a short name in the temporary directory. */
const socketDirectoryFor = (directory: string): string =>
  path.join(os.tmpdir(), `.runledger-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`)

const urlOf = ({ socketDirectory }: Postmaster, password: string): string =>
  `postgresql://${ROLE}:${encodeURIComponent(password)}@localhost:5432/${ROLE}?host=${encodeURIComponent(socketDirectory)}`
