import fc from 'fast-check'
import type {
  Dropped,
  EventModel,
  Group,
  KeyValue,
  LinkModel,
  LogModel,
  LogsModel,
  SpanModel,
  TracesModel,
  Value,
} from './otlp-model'

/** Any text, with the characters that JSON, jsonb and UTF-8 make trouble with, and pieces that begin like secrets. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 24 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.oneof(
          fc.string({ maxLength: 5 }),
          fc.constantFrom('"', '\\', '\n', '\t', '\0', '\u0007', 'é', '漢', '😀', ' '),
          fc.constantFrom(
            'AKIA',
            'ghp_',
            'eyJhbGciOi',
            '://u:p@',
            'Bearer ',
            '4111',
            '-----BEGIN ',
            'rl_',
            'xoxb-',
          ),
          fc.constantFrom(
            'AKIAIOSFODNN7EXAMPLE',
            'eyJhbGciOiJI.eyJzdWIiOiIx.sig',
            'https://u:p@host/',
            '4111111111111111',
          ),
          fc.stringMatching(/^[A-Za-z0-9]{8,24}$/),
        ),
        { maxLength: 5 },
      )
      .map((parts) => parts.join('')),
  },
)

const key = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('http.method', 'n', 'db.query.text', 'cicd.pipeline.name', 'exception.type'),
  },
  { weight: 2, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '$double', '$bytes', '$kvlist', '__proto__', 'constructor', 'toString'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('password', 'x-api-key', 'gen_ai.usage.input_tokens', 'k8s.secret.name'),
  },
)

const int64 = fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.bigInt(-300n, 300n))
const double = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-0, 5e-324, 1e21, 1e300, 123456789012345680),
)

const { value } = fc.letrec<{ value: Value; item: KeyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text.map((value): Value => ({ kind: 'string', value })),
    fc.constant<Value>({ kind: 'empty' }),
    fc.boolean().map((value): Value => ({ kind: 'bool', value })),
    int64.map((value): Value => ({ kind: 'int', value })),
    double.map((value): Value => ({ kind: 'double', value })),
    fc.uint8Array({ maxLength: 8 }).map((bytes): Value => ({ kind: 'bytes', value: Buffer.from(bytes) })),
    fc.array(tie('value'), { maxLength: 3 }).map((value): Value => ({ kind: 'array', value })),
    fc.array(tie('item'), { maxLength: 3 }).map((value): Value => ({ kind: 'kvlist', value })),
  ),
  item: fc.record({ key, value: fc.option(tie('value'), { freq: 8 }) }),
}))

export const arbitraryValue: fc.Arbitrary<Value> = value

const keyValue: fc.Arbitrary<KeyValue> = fc.record({ key, value: fc.option(value, { freq: 8 }) })
const count = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const dropped: fc.Arbitrary<Dropped> = fc.record({
  attributes: fc.array(keyValue, { maxLength: 6 }),
  droppedAttributesCount: count,
})
const hexOf = (bytes: number) =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .uint8Array({ minLength: bytes, maxLength: bytes })
        .map((id) => Buffer.from(id).toString('hex')),
    },
    { weight: 1, arbitrary: fc.constantFrom('', '00'.repeat(bytes), 'ab'.repeat(bytes - 1)) },
  )
/** Few traces, so that spans meet in them. */
const traceId = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('0a'.repeat(16), '0b'.repeat(16)) },
  hexOf(16),
)
const nano = fc.bigInt(1_700_000_000_000_000_000n, 1_900_000_000_000_000_000n)
const anyNano = fc.oneof(
  { weight: 6, arbitrary: nano },
  fc.constantFrom(0n, 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n),
)

const event: fc.Arbitrary<EventModel> = fc
  .tuple(dropped, fc.record({ timeUnixNano: anyNano, name: fc.oneof(text, fc.constant('exception')) }))
  .map(([rest, own]) => ({ ...own, ...rest }))
const link: fc.Arbitrary<LinkModel> = fc
  .tuple(dropped, fc.record({ traceId, spanId: hexOf(8), traceState: text, flags: count }))
  .map(([rest, own]) => ({ ...own, ...rest }))

export const arbitrarySpan: fc.Arbitrary<SpanModel> = fc
  .tuple(
    dropped,
    fc.record({
      traceId,
      spanId: hexOf(8),
      traceState: text,
      parentSpanId: hexOf(8),
      name: text,
      kind: fc.integer({ min: -1, max: 7 }),
      startTimeUnixNano: anyNano,
      endTimeUnixNano: anyNano,
      events: fc.array(event, { maxLength: 2 }),
      droppedEventsCount: count,
      links: fc.array(link, { maxLength: 2 }),
      droppedLinksCount: count,
      status: fc.option(fc.record({ message: text, code: fc.integer({ min: 0, max: 3 }) })),
      flags: count,
    }),
  )
  .map(([rest, own]) => ({ ...own, ...rest }))

export const arbitraryLog: fc.Arbitrary<LogModel> = fc
  .tuple(
    dropped,
    fc.record({
      timeUnixNano: anyNano,
      severityNumber: fc.integer({ min: 0, max: 25 }),
      severityText: text,
      body: fc.option(value),
      flags: count,
      traceId,
      spanId: hexOf(8),
      observedTimeUnixNano: anyNano,
      eventName: text,
    }),
  )
  .map(([rest, own]) => ({ ...own, ...rest }))

const scope = fc
  .tuple(dropped, fc.record({ name: text, version: text }))
  .map(([rest, own]) => ({ ...own, ...rest }))

const groupOf = <Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Group<Item>> =>
  fc.record({
    resource: fc.option(dropped),
    schemaUrl: text,
    scopes: fc.array(
      fc.record({ scope: fc.option(scope), schemaUrl: text, items: fc.array(item, { maxLength: 4 }) }),
      { maxLength: 2 },
    ),
  })

export const arbitraryTraces: fc.Arbitrary<TracesModel> = fc
  .array(groupOf(arbitrarySpan), { maxLength: 3 })
  .map((groups) => ({ signal: 'traces', groups }))

export const arbitraryLogs: fc.Arbitrary<LogsModel> = fc
  .array(groupOf(arbitraryLog), { maxLength: 3 })
  .map((groups) => ({ signal: 'logs', groups }))
