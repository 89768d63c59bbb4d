import { Inflate } from 'fflate'
import { UnreadablePack } from './read-pack'

/** Reads so many bytes from a place on. */
export type ReadAt = (from: number, length: number) => Promise<Uint8Array>

/** A file in a zip, read and unpacked piece by piece. */
export type FileInZip = { name: string; size: number; bytes: () => AsyncGenerator<Uint8Array> }

/** More than any pack of ours has of each. */
const FILES_MAX = 100
const DIRECTORY_MAX = 1 << 20
const TEXT_MAX = 64 << 20
const PIECE = 1 << 20

const END = 0x06054b50
const ENTRY = 0x02014b50
const HEADER = 0x04034b50
const [STORED, DEFLATED] = [0, 8]

/**
 * The files of a zip by their names without folders, found by its directory and not by looking for signatures, which compressed
 * bytes may hold by chance. Throws `UnreadablePack` for what is no zip, or one with parts that no pack of ours has.
 */
export async function openZip(name: string, length: number, readAt: ReadAt): Promise<Map<string, FileInZip>> {
  const refuse = (why: string) => new UnreadablePack(name, why)
  const tailAt = Math.max(0, length - 65_557)
  const tail = viewOf(await readAt(tailAt, length - tailAt))
  let end = tail.byteLength - 22
  while (end >= 0 && tail.getUint32(end, true) !== END) end--
  if (end < 0) throw refuse('is no zip')
  const [count, bytes, from] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ]
  if (count > FILES_MAX || bytes > DIRECTORY_MAX || from + bytes > length)
    throw refuse('is a zip that is no pack')
  const directory = await readAt(from, bytes)
  const files = new Map<string, FileInZip>()
  let at = 0
  for (let read = 0; read < count; read++) {
    const view = viewOf(directory.subarray(at))
    if (view.byteLength < 46 || view.getUint32(0, true) !== ENTRY) throw refuse('has a broken directory')
    const [nameBytes, extraBytes, noteBytes] = [28, 30, 32].map((place) => view.getUint16(place, true))
    const path = new TextDecoder().decode(directory.subarray(at + 46, at + 46 + (nameBytes ?? 0)))
    at += 46 + (nameBytes ?? 0) + (extraBytes ?? 0) + (noteBytes ?? 0)
    if (path.endsWith('/')) continue
    const base = path.slice(path.lastIndexOf('/') + 1)
    // Which of two it is would depend on who reads it.
    if (files.has(base)) throw refuse(`has ${base} twice`)
    files.set(base, fileOf(base, view, readAt))
  }
  return files
}

/** The text of a file of a pack that is small enough to be held. */
export async function textInZip(file: FileInZip): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  for await (const piece of file.bytes()) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > TEXT_MAX) throw new UnreadablePack(file.name, 'is too large')
  }
  return text + decoder.decode()
}

function fileOf(name: string, view: DataView, readAt: ReadAt): FileInZip {
  const [flags, method] = [view.getUint16(8, true), view.getUint16(10, true)]
  const [packed, size, from] = [view.getUint32(20, true), view.getUint32(24, true), view.getUint32(42, true)]
  const isReadable = (flags & 1) === 0 && (method === STORED || method === DEFLATED)
  return {
    name,
    size,
    bytes: () => {
      if (!isReadable) throw new UnreadablePack(name, 'is packed in a way that is not known here')
      return unpacked(name, { from, packed, isDeflated: method === DEFLATED }, readAt)
    },
  }
}

async function* unpacked(
  name: string,
  { from, packed, isDeflated }: { from: number; packed: number; isDeflated: boolean },
  readAt: ReadAt,
): AsyncGenerator<Uint8Array> {
  const header = viewOf(await readAt(from, 30))
  if (header.byteLength < 30 || header.getUint32(0, true) !== HEADER)
    throw new UnreadablePack(name, 'is not where the zip says')
  const start = from + 30 + header.getUint16(26, true) + header.getUint16(28, true)
  const made: Uint8Array[] = []
  const inflate = new Inflate((piece) => made.push(piece))
  for (let at = 0; at < packed; at += PIECE) {
    const piece = await readAt(start + at, Math.min(PIECE, packed - at))
    if (isDeflated) push(name, inflate, piece, at + PIECE >= packed)
    else made.push(piece)
    yield* made.splice(0)
  }
}

function push(name: string, inflate: Inflate, piece: Uint8Array, isLast: boolean): void {
  try {
    inflate.push(piece, isLast)
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new UnreadablePack(name, 'is damaged')
    throw error
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
