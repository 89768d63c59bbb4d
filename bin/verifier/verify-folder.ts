import fs from 'node:fs'
import path from 'node:path'
import { PACK_FILES } from '@/lib/audit/evidence-pack'
import type { LogVerdict } from '@/lib/audit/log-verdict'
import { readPackHead, UnreadablePack } from '@/lib/audit/read-pack'
import { splitLines } from '@/lib/audit/split-lines'
import { type Brought, LogVerification } from '@/lib/audit/verify-log'

/** Verifies the evidence pack in a folder; throws `UnreadablePack` when there is none in it. */
export async function verifyFolder(folder: string, brought: Brought): Promise<LogVerdict> {
  const head = readPackHead((file) => textOf(path.join(folder, file)))
  const entries = path.join(folder, PACK_FILES.entries)
  if (!fs.existsSync(entries)) throw new UnreadablePack(PACK_FILES.entries, 'is missing')
  const verification = new LogVerification(head, brought)
  try {
    for await (const lines of splitLines(fs.createReadStream(entries, { highWaterMark: 1 << 20 })))
      for (const line of lines) verification.add(line)
  } catch (error) {
    // What a strict decoder says of bytes that are none.
    if (error instanceof TypeError) throw new UnreadablePack(PACK_FILES.entries, 'is no UTF-8')
    throw error
  }
  return verification.finish()
}

const textOf = (file: string): string | undefined =>
  fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
