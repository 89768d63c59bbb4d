import zlib from 'node:zlib'
import { Refusal } from '@/lib/model/refusal'
import type { Encoding } from './negotiate'

/** Up to this many bytes are inflated in one go: cheaper than the thread pool, and too short to stall the event loop. */
const AT_ONCE_BYTES = 4 * 1024 * 1024

const CHUNK_BYTES = 256 * 1024

/** Told of bytes before they are kept; throws when there is no room for them. */
export type Grow = (bytes: number) => void

/** Inflates a body without ever holding more than `limit` bytes of it. */
export async function inflate(body: Buffer, encoding: Encoding, limit: number, grow: Grow): Promise<Buffer> {
  if (encoding === 'identity') return body
  if (encoding === 'deflate') return inflateStreaming(body, zlibFor(body), limit, grow)
  const announced = announcedSize(body)
  if (announced > limit) throw tooLarge(limit)
  if (announced > AT_ONCE_BYTES) return inflateStreaming(body, zlib.createGunzip(OPTIONS), limit, grow)
  grow(announced)
  return gunzipAtOnce(body, announced) ?? inflateStreaming(body, zlib.createGunzip(OPTIONS), limit, grow)
}

/** The refusal for a body over the limit, before or after inflating. */
export const tooLarge = (limit: number): Refusal => new Refusal('too_large', `Body over ${limit} bytes`)

const OPTIONS = { chunkSize: CHUNK_BYTES }

/** The size that the gzip trailer gives; of the last member only, so the whole is never smaller than this. */
function announcedSize(body: Buffer): number {
  // Header of 10 bytes, an empty block of 2, a trailer of 8.
  if (body.length < 20 || body[0] !== 0x1f || body[1] !== 0x8b) throw broken('gzip', 'invalid header')
  return body.readUInt32LE(body.length - 4)
}

/** Null when the trailer lied or there are several members: then it has to be counted. */
function gunzipAtOnce(body: Buffer, announced: number): Buffer | null {
  try {
    const maxOutputLength = Math.max(announced, 1)
    return zlib.gunzipSync(body, { maxOutputLength, chunkSize: Math.max(announced + 1, 1024) })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw broken('gzip', error)
  }
}

/** `deflate` is zlib's format by the standard and the bare stream by the habit of some clients. */
function zlibFor(body: Buffer): zlib.Inflate | zlib.InflateRaw {
  const first = body[0] ?? 0
  const isZlib = (first & 0x0f) === 8 && ((first << 8) | (body[1] ?? 0)) % 31 === 0
  return isZlib ? zlib.createInflate(OPTIONS) : zlib.createInflateRaw(OPTIONS)
}

function inflateStreaming(
  body: Buffer,
  stream: zlib.Gunzip | zlib.Inflate | zlib.InflateRaw,
  limit: number,
  grow: Grow,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const fail = (error: unknown): void => {
      chunks.length = 0
      stream.destroy()
      reject(error)
    }
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limit) return fail(tooLarge(limit))
      try {
        grow(chunk.length)
      } catch (error) {
        return fail(error)
      }
      chunks.push(chunk)
    })
    stream.on('error', (error) => fail(broken('Content-Encoding', error)))
    stream.on('end', () => resolve(Buffer.concat(chunks, bytes)))
    stream.end(body)
  })
}

const broken = (what: string, why: unknown): Refusal =>
  new Refusal('invalid', `${what}: ${why instanceof Error ? why.message : String(why)}`)
