import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { readOrCreateSecret } from '@/lib/installation-secret'
import { Obstacle } from '@/lib/model/obstacle'
import { type Account, privateDirectory, spawnAs } from './account'
import type { Binaries } from './binaries'

const FREE_BYTES_MIN = 200 * 1024 * 1024

/** The role that Runledger works as: owner of its database and of nothing else. */
export const ROLE = 'runledger'

/** Where the server keeps its files: inside the data directory, or elsewhere when the account cannot get there. */
export function chooseDataDirectory(dataDir: string, account: Account): string {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    fs.accessSync(dataDir, fs.constants.W_OK | fs.constants.X_OK)
  } catch (error) {
    throw new Obstacle(
      `The data directory ${dataDir} is not writable (${error instanceof Error ? error.message : error})`,
      'Give this account the right to write there, or set RUNLEDGER_DATA_DIR.',
    )
  }
  refuseFullDisk(dataDir)
  const real = fs.realpathSync(dataDir)
  if (account.uid === undefined) return path.join(real, 'postgres')
  // The directory itself only has to be passed through; what is secret in it has its own mode.
  fs.chmodSync(real, fs.statSync(real).mode | 0o111)
  if (spawnSync('test', ['-x', real], spawnAs(account)).status === 0) return path.join(real, 'postgres')
  const name = createHash('sha256').update(real).digest('hex').slice(0, 12)
  const elsewhere = `/var/lib/runledger/${name}`
  fs.mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  return path.join(elsewhere, 'postgres')
}

/** Makes the cluster at first start; at later ones checks that this version of Postgres can read it. */
export function prepareCluster(
  directory: string,
  binaries: Binaries,
  account: Account,
  password: string,
): void {
  const versionFile = path.join(directory, 'PG_VERSION')
  if (!fs.existsSync(versionFile)) {
    createCluster(directory, binaries, account, password)
    return
  }
  const major = Number.parseInt(fs.readFileSync(versionFile, 'utf8'), 10)
  if (major === binaries.major) return
  throw new Obstacle(
    `The data in ${directory} was written by PostgreSQL ${major}; this version of Runledger brings PostgreSQL ${binaries.major}`,
    major > binaries.major
      ? 'Use the newer version of Runledger again, or set RUNLEDGER_DATA_DIR to a new directory.'
      : `Run it on a PostgreSQL ${major} of your own by DATABASE_URL, or set RUNLEDGER_DATA_DIR to a new directory.`,
  )
}

/** Stops before Postgres would in the middle of a write. */
export function refuseFullDisk(directory: string): void {
  const { bavail, bsize } = fs.statfsSync(directory)
  if (bavail * bsize >= FREE_BYTES_MIN) return
  throw new Obstacle(
    `The disk of ${directory} is full: ${Math.floor((bavail * bsize) / 1024 / 1024)} MB left, 200 MB are needed`,
    'Free some space, or set RUNLEDGER_DATA_DIR to a larger disk.',
  )
}

/** Built aside and renamed when complete, so that a kill in the middle leaves nothing that looks finished. */
function createCluster(directory: string, binaries: Binaries, account: Account, password: string): void {
  const draft = `${directory}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  privateDirectory(draft, account)
  const superuserPassword = readOrCreateSecret(path.join(path.dirname(directory), 'superuser-password'))
  const passwordFile = path.join(draft, `.password-${randomBytes(4).toString('hex')}`)
  const cluster = path.join(draft, 'cluster')
  fs.writeFileSync(passwordFile, superuserPassword, { mode: 0o600 })
  if (account.uid !== undefined && account.gid !== undefined)
    fs.chownSync(passwordFile, account.uid, account.gid)
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', NODE_ENV: 'production' as const }
  try {
    execFileSync(
      binaries.initdb,
      [
        '-D',
        cluster,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--no-instructions',
      ].concat(['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']),
      { ...spawnAs(account), stdio: 'pipe', env: environment },
    )
    // Single-user mode: no server, no socket, no window in which somebody else could connect.
    execFileSync(binaries.postgres, ['--single', '-D', cluster, 'postgres'], {
      ...spawnAs(account),
      stdio: 'pipe',
      env: environment,
      input: `create role ${ROLE} login nosuperuser createdb password '${password}'\ncreate database ${ROLE} owner ${ROLE}\n`,
    })
  } catch (error) {
    const said =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : error
    throw new Obstacle(
      `The embedded Postgres could not be set up in ${directory}: ${said}`,
      'Check free space and rights of the data directory, or set DATABASE_URL to an existing Postgres.',
    )
  } finally {
    fs.rmSync(passwordFile, { force: true })
  }
  fs.renameSync(cluster, directory)
  fs.rmSync(draft, { recursive: true, force: true })
}
