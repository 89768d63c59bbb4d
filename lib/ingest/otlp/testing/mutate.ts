import { gzipSync } from 'node:zlib'
import { encodeJson } from './encode-json'
import { encodeProtobuf } from './encode-protobuf'
import { Random } from './random'
import { logsModel, tracesModel } from './random-request'

/** A request that somebody who means no good, or whose exporter is broken, could send. */
export type FuzzCase = {
  signal: 'traces' | 'logs' | 'metrics'
  form: 'protobuf' | 'json'
  isGzip: boolean
  body: Buffer
}

/** The case of a seed; the same for ever, so that a seed in a report is a case. */
export function fuzzCase(seed: number): FuzzCase {
  const random = new Random(seed)
  const model = random.next() < 0.6 ? tracesModel(random) : logsModel(random)
  const signal = random.next() < 0.05 ? 'metrics' : model.signal
  const form = random.next() < 0.5 ? 'protobuf' : 'json'
  const isLegacy = random.next() < 0.1
  let body = form === 'protobuf' ? encodeProtobuf(model, isLegacy) : Buffer.from(encodeJson(model, isLegacy))
  const mutations = random.below(5)
  for (let n = 0; n < mutations; n++) {
    body = form === 'json' && random.next() < 0.6 ? mutateJson(body, random) : mutateBytes(body, random)
  }
  const isGzip = random.next() < 0.25
  if (isGzip) {
    body = gzipSync(body, { level: 1 })
    if (random.next() < 0.7) body = mutateBytes(body, random)
  }
  return { signal, form, isGzip, body }
}

/** Bytes changed without regard to what they mean. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1)
  switch (random.below(9)) {
    case 0: {
      const copy = Buffer.from(bytes)
      for (let n = random.below(8); n >= 0; n--) {
        const k = random.below(copy.length)
        if (k < copy.length) copy[k] = (copy[k] ?? 0) ^ (1 << random.below(8))
      }
      return copy
    }
    case 1:
      return bytes.subarray(0, at)
    case 2:
      return bytes.subarray(at)
    case 3: {
      const from = random.below(bytes.length + 1)
      return Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(from, from + random.below(200)),
        bytes.subarray(at),
      ])
    }
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(20))])
    case 5:
      return Buffer.concat([bytes.subarray(0, at), random.pick(LIES), bytes.subarray(at + random.below(6))])
    case 6: {
      const noise = Buffer.from(Array.from({ length: random.below(40) }, () => random.below(256)))
      return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])
    }
    case 7:
      return Buffer.concat([bytes, bytes.subarray(0, at)])
    default: {
      const copy = Buffer.from(bytes)
      if (at < copy.length) copy[at] = random.pick([0, 0x7f, 0x80, 0xff, 0x0a, 0x12, 0x1a, 0x4a, 0x22, 0x5c])
      return copy
    }
  }
}

/** Lengths, tags and numbers that are not what they say. */
const LIES: [Buffer, ...Buffer[]] = [
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
  Buffer.from([0x80, 0x80, 0x80, 0x80, 0x00]),
  Buffer.from([0x0a, 0xff, 0x7f]),
  Buffer.from([0x4a, 0x02, 0x0a, 0x00]),
  Buffer.from([0x12, 0x00]),
  Buffer.from([0x0b]),
  Buffer.from([0x00]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
]

/** A JSON text changed as a text: types swapped, numbers blown up, values nested, keys said twice. */
export function mutateJson(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString()
  switch (random.below(6)) {
    case 0:
      return Buffer.from(
        replaceOne(text, /-?\d+(?:\.\d+)?|"[^"]*"|true|false|null/g, () => random.pick(VALUES), random),
      )
    case 1:
      return Buffer.from(
        replaceOne(text, /\{/g, () => `{"${random.pick(KEYS)}":${random.pick(VALUES)},`, random),
      )
    case 2:
      return Buffer.from(replaceOne(text, /"[A-Za-z]+":/g, () => `"${random.pick(KEYS)}":`, random))
    case 3: {
      const depth = random.pick([3, 90, 999, 1_001, 10_000])
      const [open, close] = random.pick([
        ['[', ']'],
        ['{"a":', '}'],
        ['{"arrayValue":{"values":[', ']}}'],
        ['{"kvlistValue":{"values":[{"value":', '}]}}'],
      ])
      return Buffer.from(
        replaceOne(
          text,
          /\{"stringValue"|\[\]/g,
          (found) =>
            open.repeat(depth) +
            (found === '[]' ? found : '1') +
            close.repeat(random.next() < 0.8 ? depth : 0),
          random,
        ),
      )
    }
    case 4:
      return Buffer.from(
        replaceOne(text, /"/g, () => random.pick(['\\', '"', "'", '\u0000', '\n', '']), random),
      )
    default:
      return Buffer.from(
        replaceOne(text, /[,:[\]{}]/g, () => random.pick([',', ':', '[', ']', '{', '}', '']), random),
      )
  }
}

const VALUES: [string, ...string[]] = [
  ...(['null', 'true', '0', '-1', '1.5', '1e400', '-0', '{}', '[]', '[null]', '{"a":[1]}', '""'] as const),
  ...[
    '99999999999999999999999999',
    `1${'0'.repeat(5_000)}`,
    '18446744073709551616',
    '-9223372036854775809',
    '1e18',
  ],
  ...[
    '"NaN"',
    '"-Infinity"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u0000"',
    '"zz"',
    '"abc"',
    '"AQ="',
    '"*"',
    '"\\x"',
  ],
  ...[
    '{"stringValue":"x","intValue":1}',
    '"SPAN_KIND_SERVER"',
    '01',
    '+1',
    'NaN',
    'undefined',
    '"\u2028"',
    '"\ud83d"',
  ],
]

const KEYS: [string, ...string[]] = [
  '__proto__',
  ...[
    'constructor',
    'prototype',
    'toString',
    'resourceSpans',
    'scopeSpans',
    'spans',
    'attributes',
    'value',
    'values',
  ],
  ...[
    'stringValue',
    'intValue',
    'doubleValue',
    'bytesValue',
    'kvlistValue',
    'arrayValue',
    'traceId',
    'name',
    'key',
    '',
  ],
  ...[
    'startTimeUnixNano',
    'start_time_unix_nano',
    'events',
    'links',
    'status',
    'kind',
    'body',
    'resource',
    'scope',
  ],
]

function replaceOne(text: string, pattern: RegExp, by: (found: string) => string, random: Random): string {
  const places = [...text.matchAll(pattern)]
  const place = places[random.below(places.length)]
  if (place === undefined) return text
  return text.slice(0, place.index) + by(place[0]) + text.slice(place.index + place[0].length)
}
