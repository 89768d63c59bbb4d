import fs from 'node:fs'
import { verdictText } from '@/lib/audit/log-verdict'
import { UnreadablePack } from '@/lib/audit/read-pack'
import { readVerifierKey, type VerifierKey } from '@/lib/audit/signed-note'
import { verifyAt } from './verify-folder'

/** What is asked of the verifier at a terminal: files of older checkpoints, keys as text or in files. */
export type VerifyOptions = { checkpoint?: string[]; key?: string[]; json?: boolean }

/** What was given to the verifier and cannot be used. */
class Unusable extends Error {}

/** Verifies a pack, a folder or a zip, and prints the verdict. Exit codes: 0 it holds, 1 it is broken, 2 it cannot be read. */
export async function verifyPack(place: string, options: VerifyOptions): Promise<0 | 1 | 2> {
  try {
    const verdict = await verifyAt(place, {
      olderCheckpoints: (options.checkpoint ?? []).map(fileText),
      keys: (options.key ?? []).flatMap(keysOf),
    })
    process.stdout.write(options.json ? `${JSON.stringify(verdict)}\n` : verdictText(verdict))
    return verdict.integrity === 'holds' ? 0 : 1
  } catch (error) {
    if (!(error instanceof UnreadablePack || error instanceof Unusable)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}

function keysOf(given: string): VerifierKey[] {
  const lines = (fs.existsSync(given) ? fileText(given) : given)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const key = readVerifierKey(line)
    if (key === null) throw new Unusable(`${given} is no key (name+id+base64) and no file of keys`)
    return key
  })
}

function fileText(file: string): string {
  if (!fs.existsSync(file)) throw new Unusable(`${file} does not exist`)
  return fs.readFileSync(file, 'utf8')
}
