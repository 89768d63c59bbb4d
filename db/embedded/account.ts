import fs from 'node:fs'
import { Obstacle } from '@/lib/model/obstacle'

/** The account Postgres runs under; without ids it is our own. */
export type Account = { uid?: number; gid?: number; name: string }

/** Postgres refuses to run as root, so root lends it an account that exists everywhere. No account is created or changed. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return { name: 'self' }
  const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]), name }
  }
  throw new Obstacle(
    'Postgres does not run as root, and there is no "postgres" or "nobody" account to run it as',
    'Start as an ordinary user, or set DATABASE_URL to an existing Postgres.',
  )
}

/** What `spawn` takes to run something as the account. `/` because the account may not be able to read our directory. */
export const spawnAs = ({ uid, gid }: Account): { uid?: number; gid?: number; cwd: string } =>
  uid === undefined ? { cwd: '/' } : { uid, gid, cwd: '/' }

/** Makes a directory that only the account can enter, and refuses one that somebody else put there before us. */
export function privateDirectory(directory: string, account: Account): void {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  const owner = account.uid ?? process.getuid?.()
  const found = fs.lstatSync(directory)
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
    throw new Obstacle(
      `${directory} belongs to another account`,
      'Remove it, or set RUNLEDGER_DATA_DIR to a directory of your own.',
    )
  }
  if (account.uid !== undefined && account.gid !== undefined)
    fs.chownSync(directory, account.uid, account.gid)
  fs.chmodSync(directory, 0o700)
}
