import fs from 'node:fs'
import path from 'node:path'
import { config } from './config'

/** The verifier as it lies in every pack. */
export const VERIFIER_FILES = ['verify.mjs', 'verify.html'] as const
export type VerifierFile = (typeof VERIFIER_FILES)[number]

/** The text of a file of the verifier; null where the program was not built, as in a checkout that is worked on. */
export function verifierText(name: VerifierFile): string | null {
  const file = path.join(/* turbopackIgnore: true */ config().root, 'dist', 'verifier', name)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
}
