import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { decodeLineage } from './decode'

/** A line of a file that holds something, counted from one; null where it is longer than any event. */
export type JsonLine = { line: number; body: Buffer | null }

const NEW_LINE = 0x0a
const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const GZIP = Buffer.from([0x1f, 0x8b])
const MOST_BYTES = 16 * 1024 * 1024

/**
 * Reads a file as OpenLineage's file transport writes it, one event (or array of events) a line, plain or gzipped, holding no
 * more of it than one line. Lines that hold nothing are passed over, and counted.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonLine, void> {
  let line = 0
  let parts: Buffer[] = []
  let bytes = 0
  const end = (): JsonLine[] => {
    line++
    const isTooLong = bytes > MOST_BYTES
    const body = isTooLong ? null : trimmed(Buffer.concat(parts), line)
    parts = []
    bytes = 0
    return body !== null && body.length === 0 ? [] : [{ line, body }]
  }
  const add = (part: Buffer) => {
    bytes += part.length
    // Of a line that is too long only its end is of interest.
    if (bytes <= MOST_BYTES) parts.push(part)
    else parts = []
  }
  for await (const chunk of inflated(chunks)) {
    let from = 0
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, from)) {
      add(chunk.subarray(from, at))
      yield* end()
      from = at + 1
    }
    add(chunk.subarray(from))
  }
  if (bytes > 0) yield* end()
}

/** Reads what a line holds, and names it in the paths of what cannot be taken: `line 3: run.runId`. */
export const decodeLine =
  (line: number) =>
  (event: IncomingEvent): DecodedRequest => {
    const { events, rejected } = decodeLineage(event)
    return { events, rejected: rejected.map((item) => ({ ...item, path: pathIn(line, item.path) })) }
  }

/** Where in a file something is. */
export const pathIn = (line: number, path: string): string => `line ${line}${path === '' ? '' : `: ${path}`}`

function trimmed(body: Buffer, line: number): Buffer {
  const from = line === 1 && body.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0
  const text = body.subarray(from)
  return text.toString('utf8').trim() === '' ? Buffer.alloc(0) : text
}

/** What is gzipped is seen by its first two bytes, whatever it is called. */
async function* inflated(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const all = chunks[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (head.length < GZIP.length) {
    const next = await all.next()
    if (next.done === true) break
    head = Buffer.concat([head, next.value])
  }
  const whole = (async function* () {
    yield head
    for (let next = await all.next(); next.done !== true; next = await all.next()) yield next.value
  })()
  if (!head.subarray(0, GZIP.length).equals(GZIP)) {
    yield* whole
    return
  }
  // Whoever reads it is told what goes wrong.
  yield* pipeline(Readable.from(whole), createGunzip(), () => undefined)
}
