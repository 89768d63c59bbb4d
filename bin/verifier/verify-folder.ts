import fs from 'node:fs'
import path from 'node:path'
import { PACK_FILES } from '@/lib/audit/evidence-pack'
import type { LogVerdict } from '@/lib/audit/log-verdict'
import { readPackHead, UnreadablePack } from '@/lib/audit/read-pack'
import { splitLines } from '@/lib/audit/split-lines'
import { type Brought, LogVerification } from '@/lib/audit/verify-log'
import { openZip, textInZip } from '@/lib/audit/zip-pack'

/** What a pack is read from: its texts by name, and the bytes of its entries. */
type OpenPack = {
  textOf: (file: string) => string | undefined
  entries: AsyncIterable<Uint8Array> | undefined
}

/** Verifies the evidence pack in a folder or a zip; throws `UnreadablePack` when there is none in it. */
export async function verifyAt(place: string, brought: Brought): Promise<LogVerdict> {
  if (!fs.existsSync(place) || fs.statSync(place).isDirectory()) return verifyOpen(inFolder(place), brought)
  const file = await fs.promises.open(place)
  try {
    return await verifyOpen(await inZip(place, file), brought)
  } finally {
    await file.close()
  }
}

async function verifyOpen({ textOf, entries }: OpenPack, brought: Brought): Promise<LogVerdict> {
  const head = readPackHead(textOf)
  if (entries === undefined) throw new UnreadablePack(PACK_FILES.entries, 'is missing')
  const verification = new LogVerification(head, brought)
  try {
    for await (const lines of splitLines(entries)) for (const line of lines) verification.add(line)
  } catch (error) {
    // What a strict decoder says of bytes that are none.
    if (error instanceof TypeError) throw new UnreadablePack(PACK_FILES.entries, 'is no UTF-8')
    throw error
  }
  return verification.finish()
}

function inFolder(folder: string): OpenPack {
  const entries = path.join(folder, PACK_FILES.entries)
  return {
    textOf: (file) => {
      const place = path.join(folder, file)
      return fs.existsSync(place) ? fs.readFileSync(place, 'utf8') : undefined
    },
    entries: fs.existsSync(entries) ? fs.createReadStream(entries, { highWaterMark: 1 << 20 }) : undefined,
  }
}

async function inZip(place: string, file: fs.promises.FileHandle): Promise<OpenPack> {
  const readAt = async (from: number, length: number) => {
    const { buffer, bytesRead } = await file.read({ buffer: new Uint8Array(length), position: from })
    return buffer.subarray(0, bytesRead)
  }
  const files = await openZip(path.basename(place), (await file.stat()).size, readAt)
  const texts = new Map<string, string>()
  for (const name of Object.values(PACK_FILES)) {
    const found = files.get(name)
    if (found !== undefined && name !== PACK_FILES.entries) texts.set(name, await textInZip(found))
  }
  return { textOf: (name) => texts.get(name), entries: files.get(PACK_FILES.entries)?.bytes() }
}
