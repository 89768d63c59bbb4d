import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { BufferFile } from './buffer-file'
import { type Expected, Traffic } from './traffic'

const gzip = promisify(zlib.gzip)

/** Requests made before the clock starts, so that what is measured is the product and not their making. */
export type PreparedRequests = {
  file: BufferFile
  /** Spans of request `index`. */
  spansOf: (index: number) => number
  expected: Expected
}

export type RequestShape = {
  spans: number
  spansPerRequest: number
  spansPerTrace?: number
  /** How many services a trace runs through. */
  services?: number
  /** How many exporters take turns, each with traces of its own; one where all requests come out of one stream. */
  streams?: number
  seed?: number
}

/** Makes and compresses `spans` spans in requests of `spansPerRequest`, two at a time. */
export async function prepareRequests(path: string, shape: RequestShape): Promise<PreparedRequests> {
  const streams = Array.from(
    { length: shape.streams ?? 1 },
    (_, index) =>
      new Traffic(shape.spansPerTrace ?? 100, (shape.seed ?? 1) + index, Date.now, shape.services),
  )
  const file = new BufferFile(path)
  const requests = Math.ceil(shape.spans / shape.spansPerRequest)
  const spansOf = (index: number) =>
    Math.min(shape.spansPerRequest, shape.spans - index * shape.spansPerRequest)
  const atOnce = Math.max(2, Math.floor(8192 / shape.spansPerRequest))
  for (let from = 0; from < requests; from += atOnce) {
    const bodies = Array.from({ length: Math.min(atOnce, requests - from) }, (_, n) => {
      const body = streams[(from + n) % streams.length]?.request(spansOf(from + n))
      return gzip(body ?? Buffer.alloc(0), { level: 1 })
    })
    for (const body of bodies) file.append(await body)
  }
  return { file, spansOf, expected: sumOf(streams.map((stream) => stream.expected)) }
}

const sumOf = (parts: Expected[]): Expected => ({
  spans: parts.reduce((sum, part) => sum + part.spans, 0),
  traces: parts.reduce((sum, part) => sum + part.traces, 0),
  executions: parts.reduce((sum, part) => sum + part.executions, 0),
  taskRuns: parts.reduce((sum, part) => sum + part.taskRuns, 0),
})
