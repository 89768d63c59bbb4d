import zlib from 'node:zlib'
import type { Encoding, Form } from '../negotiate'
import type { Signal } from '../sink'
import { validRequest } from './valid-request'

/** A request that may or may not make sense, the same for the same seed. */
export type Mutant = { signal: Signal; form: Form; encoding: Encoding; body: Buffer }

const SIGNALS: Signal[] = ['traces', 'logs', 'metrics']
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  'null',
  '1e999',
  '-0',
  '"\\ud800"',
  '"\\u0000"',
  '"__proto__":',
  '[[[[',
]

export function mutant(seed: number): Mutant {
  const random = mulberry32(seed)
  const below = (n: number): number => Math.floor(random() * n)
  const signal = SIGNALS[below(SIGNALS.length)] ?? 'traces'
  const form: Form = random() < 0.5 ? 'protobuf' : 'json'
  let body = Buffer.from(validRequest(signal, form))
  for (let round = below(6); round >= 0; round--) body = mutated(body, form, below)
  const encoding: Encoding = random() < 0.25 ? 'gzip' : random() < 0.1 ? 'deflate' : 'identity'
  if (encoding === 'gzip') body = zlib.gzipSync(body)
  if (encoding === 'deflate') body = zlib.deflateSync(body)
  if (encoding !== 'identity' && random() < 0.5) body = mutated(body, 'protobuf', below)
  return { signal, form, encoding, body }
}

function mutated(body: Buffer<ArrayBuffer>, form: Form, below: (n: number) => number): Buffer<ArrayBuffer> {
  const at = below(body.length + 1)
  const length = below(12)
  const [before, after] = [body.subarray(0, at), body.subarray(at)]
  switch (below(form === 'json' ? 6 : 5)) {
    case 0:
      return Buffer.from(body.map((byte, index) => (index === at ? byte ^ (1 << below(8)) : byte)))
    case 1:
      return Buffer.from(before)
    case 2:
      return Buffer.concat([before, body.subarray(below(body.length + 1)).subarray(0, length * 8), after])
    case 3:
      return Buffer.concat([before, after.subarray(length)])
    case 4:
      return Buffer.concat([before, Buffer.from(Array.from({ length }, () => below(256))), after])
    default:
      return Buffer.concat([before, Buffer.from(TOKENS[below(TOKENS.length)] ?? ''), after])
  }
}

/** Small, fast and good enough to choose mutations with. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
