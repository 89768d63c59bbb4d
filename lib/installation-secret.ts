import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { config } from './config'

let known: string | undefined

/** The key everything is signed with: `RUNLEDGER_SECRET`, else 32 random bytes kept in the data directory. */
export function installationSecret(): string {
  known ??= config().secret ?? readOrCreateSecret(path.join(config().dataDir, 'secret'))
  return known
}

/** Reads a secret file, or makes one that only its owner can read. Two processes starting at once get the same one. */
export const readOrCreateSecret = (file: string): string =>
  readOrCreateFile(file, () => randomBytes(32).toString('base64url')).trim()

/** The same of any text. */
export function readOrCreateFile(file: string, make: () => string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`
    fs.writeFileSync(draft, make(), { mode: 0o600 })
    try {
      // `link` fails when somebody else was first; `rename` would replace their secret.
      fs.linkSync(draft, file)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    } finally {
      fs.rmSync(draft, { force: true })
    }
  }
  return fs.readFileSync(file, 'utf8')
}
