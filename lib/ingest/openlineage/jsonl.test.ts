import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeLine, linesOf } from './jsonl'
import { runEvent } from './testing/event-maker'

const good = JSON.stringify(runEvent())
const noId = JSON.stringify({ ...runEvent(), run: {} })

/** In pieces of `size` bytes, as a file or a socket gives it. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, size = 7): Promise<[number, string | null][]> {
  const lines: [number, string | null][] = []
  for await (const { line, body } of linesOf(pieces(bytes, size)))
    lines.push([line, body === null ? null : body.toString('utf8').trim()])
  return lines
}

const FILE = Buffer.from(`\uFEFF${good}\r\n\n{"a":\n  \n[${good},5]`)
const LINES = [
  [1, good],
  [3, '{"a":'],
  [5, `[${good},5]`],
]

test.each([1, 7, 64, 1_000_000])('lines are told with their numbers, in pieces of %i bytes', async (size) => {
  expect(await read(FILE, size)).toEqual(LINES)
  expect(await read(gzipSync(FILE), size)).toEqual(LINES)
  // Files that were appended to: one gzip after the other.
  expect(await read(Buffer.concat([gzipSync(FILE), gzipSync('\nx')]), size)).toEqual([...LINES, [6, 'x']])
})

test('a file that is empty has no lines, and one that is damaged says so', async () => {
  expect(await read(Buffer.alloc(0))).toEqual([])
  await expect(read(gzipSync(FILE).subarray(0, 60))).rejects.toThrow()
})

test('a line that is longer than any event is left out, its neighbours are not', async () => {
  const long = Buffer.concat([Buffer.from('a\n'), Buffer.alloc(17 * 1024 * 1024, 'x'), Buffer.from('\nb')])
  expect(await read(long, 1_000_000)).toEqual([
    [1, 'a'],
    [2, null],
    [3, 'b'],
  ])
})

test('what is wrong is told with the line it is in', () => {
  const decoded = (line: number, text: string) =>
    decodeLine(line)({ protocol: 'openlineage', headers: {}, body: JSON.parse(text), receivedAt: '0' })
  expect(decoded(1, good).events).toHaveLength(1)
  const { rejected } = decoded(4, noId)
  const both = [...rejected, ...decoded(5, `[${good},5]`).rejected]
  expect(both.map(({ path, message }) => `${path} — ${message}`)).toEqual([
    'line 4: run.runId — The id of the run is missing',
    'line 5: [1] — An OpenLineage event is a JSON object',
  ])
})
