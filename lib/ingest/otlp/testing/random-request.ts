import { NOW_MS } from './contexts'
import type { KeyValue, LogsModel, TracesModel, Value } from './otlp-model'
import type { Random } from './random'

const NOW = BigInt(NOW_MS) * 1_000_000n
const TEXTS: [string, ...string[]] = [
  '',
  ...[
    'GET',
    'é😀\u0000"\\',
    'AKIAIOSFODNN7EXAMPLE',
    'https://u:p@h/',
    'x'.repeat(300),
    '4111 1111 1111 1111',
    '\n\t',
  ],
]

function hex(random: Random, bytes: number): string {
  if (random.next() < 0.05) return ''
  return Array.from({ length: bytes }, () => random.below(256).toString(16).padStart(2, '0')).join('')
}

function value(random: Random, depth: number): Value {
  const kind = random.below(depth > 12 ? 6 : 8)
  if (kind === 0) return { kind: 'empty' }
  if (kind === 1) return { kind: 'bool', value: random.next() < 0.5 }
  if (kind === 2)
    return { kind: 'int', value: BigInt(Math.floor((random.next() - 0.5) * 1e9)) ** 2n % 2n ** 62n }
  if (kind === 3) return { kind: 'double', value: random.pick([1.5, 5, -0, Number.NaN, 1e300, 5e-324]) }
  if (kind === 4) return { kind: 'bytes', value: Buffer.from(hex(random, 4), 'hex') }
  if (kind === 5) return { kind: 'string', value: random.pick(TEXTS) }
  const length = random.below(3)
  if (kind === 6) return { kind: 'array', value: Array.from({ length }, () => value(random, depth + 1)) }
  return { kind: 'kvlist', value: Array.from({ length }, () => keyValue(random, depth + 1)) }
}

const keyValue = (random: Random, depth = 0): KeyValue => ({
  key: random.pick([
    'http.method',
    'password',
    '__proto__',
    '$double',
    '',
    'db.statement',
    'exception.message',
    'é',
  ]),
  value: random.next() < 0.1 ? null : value(random, depth),
})

const attributes = (random: Random) => ({
  attributes: Array.from({ length: random.below(5) }, () => keyValue(random)),
  droppedAttributesCount: random.below(2),
})

const some = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: random.below(most + 1) }, make)

const groups = <Item>(random: Random, item: () => Item) =>
  some(random, 2, () => ({
    resource: random.next() < 0.1 ? null : attributes(random),
    schemaUrl: '',
    scopes: some(random, 2, () => ({
      scope: random.next() < 0.1 ? null : { name: random.pick(TEXTS), version: '1', ...attributes(random) },
      schemaUrl: '',
      items: some(random, 3, item),
    })),
  }))

/** A sound request of spans, made by the dice. */
export const tracesModel = (random: Random): TracesModel => ({
  signal: 'traces',
  groups: groups(random, () => ({
    traceId: hex(random, 16),
    spanId: hex(random, 8),
    traceState: '',
    parentSpanId: random.next() < 0.5 ? '' : hex(random, 8),
    name: random.pick(TEXTS),
    kind: random.below(6),
    startTimeUnixNano: NOW + BigInt(random.below(1e9)),
    endTimeUnixNano: NOW + BigInt(random.below(2e9)),
    ...attributes(random),
    events: some(random, 2, () => ({
      timeUnixNano: NOW,
      name: random.pick(['exception', 'e']),
      ...attributes(random),
    })),
    droppedEventsCount: 0,
    links: some(random, 1, () => ({
      traceId: hex(random, 16),
      spanId: hex(random, 8),
      traceState: '',
      flags: 1,
      ...attributes(random),
    })),
    droppedLinksCount: 0,
    status: { message: random.pick(TEXTS), code: random.below(3) },
    flags: 257,
  })),
})

/** A sound request of log records, made by the dice. */
export const logsModel = (random: Random): LogsModel => ({
  signal: 'logs',
  groups: groups(random, () => ({
    timeUnixNano: NOW + BigInt(random.below(1e9)),
    severityNumber: random.below(25),
    severityText: 'INFO',
    body: value(random, 0),
    ...attributes(random),
    flags: 0,
    traceId: hex(random, 16),
    spanId: hex(random, 8),
    observedTimeUnixNano: 0n,
    eventName: '',
  })),
})
