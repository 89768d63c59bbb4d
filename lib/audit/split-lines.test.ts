import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitLines } from './split-lines'

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (const size of sizes) {
    yield bytes.subarray(at, at + size)
    at += size
  }
  yield bytes.subarray(at)
}

const linesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<string[]> => {
  const all: string[] = []
  for await (const lines of splitLines(chunks)) all.push(...lines)
  return all
}

test('lines are the same however the bytes come, and only newlines end them', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\u2028', '\r', '\ufeff') })
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat({ max: 9 })), async (lines, sizes) => {
      const bytes = new TextEncoder().encode(lines.map((each) => `${each}\n`).join(''))
      expect(await linesOf(cut(bytes, sizes))).toEqual(lines)
    }),
  )
})

test('the last line needs no newline; what is no UTF-8 is refused', async () => {
  expect(await linesOf(cut(new TextEncoder().encode('a\nb'), []))).toEqual(['a', 'b'])
  await expect(linesOf(cut(Uint8Array.of(0x61, 0xff), []))).rejects.toThrow(TypeError)
})
