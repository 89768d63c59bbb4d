import type { Readable } from 'node:stream'
import { type Grow, tooLarge } from './inflate'

/** The client went away before its body was complete: there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

/**
 * Collects a stream up to `limit` bytes. What comes after a refusal is read and thrown away, so that the client gets
 * to its answer instead of a reset connection; the server's request timeout bounds how long.
 */
export function readBody(stream: Readable, limit: number, grow: Grow): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const settle = (): void => {
      stream.off('data', take).off('end', finish).off('close', gone)
    }
    const take = (chunk: Buffer): void => {
      bytes += chunk.length
      try {
        if (bytes > limit) throw tooLarge(limit)
        grow(chunk.length)
      } catch (error) {
        settle()
        chunks.length = 0
        stream.resume()
        reject(error)
        return
      }
      chunks.push(chunk)
    }
    const finish = (): void => {
      settle()
      const [only] = chunks
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, bytes))
    }
    const gone = (): void => reject(new ClientGone('connection closed within a request'))
    stream.on('data', take).on('end', finish).on('close', gone).on('error', gone)
  })
}
