import { describe, expect, test } from 'vitest'
import { Refusal } from '@/lib/model/refusal'
import type { AttributeValue } from './decoded'
import { encodeJsonRequest } from './json-request'
import { countMetricPoints } from './metrics'
import { TelemetryBatch } from './telemetry-batch'
import { ANY_TIME } from './testing/contexts'
import { storedLogs, storedSpans } from './testing/stored-rows'

const SPAN =
  '"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","startTimeUnixNano":"1544712660000000001"'
const withSpan = (more: string) => `{"resourceSpans":[{"scopeSpans":[{"spans":[{${SPAN}${more}}]}]}]}`
const withAttribute = (value: string) => withSpan(`,"attributes":[{"key":"k","value":${value}}]`)

function decoded(text: string) {
  const batch = new TelemetryBatch()
  const outcome = batch.appendTraces(encodeJsonRequest('traces', text), ANY_TIME)
  return { outcome, spans: storedSpans(batch) }
}

function refusalOf(text: string): Refusal {
  try {
    encodeJsonRequest('traces', text)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error(`${text} was taken`)
}

describe('values', () => {
  test.each<[string, AttributeValue]>([
    ['{"intValue":9007199254740993}', 9007199254740993n],
    ['{"intValue":"-9223372036854775808"}', -(2n ** 63n)],
    ['{"intValue":9223372036854775807}', 2n ** 63n - 1n],
    ['{"intValue":1e3}', 1000n],
    ['{"intValue":"5.0"}', 5n],
    ['{"doubleValue":5}', 5],
    ['{"doubleValue":"NaN"}', Number.NaN],
    ['{"doubleValue":"-Infinity"}', Number.NEGATIVE_INFINITY],
    ['{"doubleValue":"1.5"}', 1.5],
    ['{"boolValue":false}', false],
    ['{"stringValue":""}', ''],
    ['{"stringValue":"\\u0000a\\ud800b\\n"}', ' a\ufffdb\n'],
    ['{"bytesValue":"AQID"}', new Uint8Array([1, 2, 3])],
    ['{"bytesValue":"-_8="}', new Uint8Array([251, 255])],
    ['{"arrayValue":{"values":[{"intValue":1},null,{}]}}', [1n, null, null]],
    ['{"arrayValue":{}}', []],
    [
      '{"kvlistValue":{"values":[{"key":"__proto__","value":{"boolValue":true}}]}}',
      JSON.parse('{"__proto__":true}'),
    ],
    ['{}', null],
    ['null', null],
    ['{"futureValue":1}', null],
    ['{"stringValue":"a","intValue":null}', 'a'],
  ])('%s', (json, value) => {
    expect(decoded(withAttribute(json)).spans[0]?.attributes.get('k')).toEqual(value)
  })
})

describe('a span', () => {
  test('keeps its nanoseconds, and its ids in lower case', () => {
    const [span] = decoded(withSpan(',"endTimeUnixNano":1544712661000000007')).spans
    expect(span).toMatchObject({
      traceId: '5b8efff798038103d269b633813fc60c',
      startUnixNano: 1544712660000000001n,
      endUnixNano: 1544712661000000007n,
    })
  })

  test.each([
    ['"SPAN_KIND_SERVER"', 2n],
    ['2', 2n],
    ['"2"', 2n],
    ['77', 77n],
  ])('of kind %s', (kind, expected) => {
    expect(decoded(withSpan(`,"kind":${kind}`)).spans[0]?.kind).toBe(expected)
  })

  test('loses fields that OTLP does not know, among them the names of protobuf', () => {
    const { spans } = decoded(
      withSpan(',"dropped_attributes_count":7,"x":{"y":[{}]},"flags":257,"status":{"code":2}'),
    )
    expect(spans[0]).toMatchObject({ droppedAttributesCount: 0n, flags: 257n, statusCode: 2n })
  })

  test('with an id of a wrong length is refused alone', () => {
    const text = withSpan('').replace('5B8EFFF798038103D269B633813FC60C', 'abcd')
    expect(decoded(text).outcome).toMatchObject({
      accepted: 0,
      rejectedByReason: { bad_trace_id: 1 },
      rejected: [{ path: 'resourceSpans[0].scopeSpans[0].spans[0]' }],
    })
  })
})

describe('refused with the path of what is wrong', () => {
  test.each([
    [withSpan('').replace('5B8E', 'zzzz'), 'resourceSpans[0].scopeSpans[0].spans[0].traceId'],
    [withSpan(',"name":5'), 'resourceSpans[0].scopeSpans[0].spans[0].name'],
    [withSpan(',"endTimeUnixNano":-1'), 'resourceSpans[0].scopeSpans[0].spans[0].endTimeUnixNano'],
    [
      withSpan(',"endTimeUnixNano":18446744073709551616'),
      'resourceSpans[0].scopeSpans[0].spans[0].endTimeUnixNano',
    ],
    [withSpan(',"kind":"SERVER"'), 'resourceSpans[0].scopeSpans[0].spans[0].kind'],
    [withSpan(',"attributes":{}'), 'resourceSpans[0].scopeSpans[0].spans[0].attributes'],
    [
      withAttribute('{"intValue":1.5}'),
      'resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value.intValue',
    ],
    [
      withAttribute('{"intValue":1e400}'),
      'resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value.intValue',
    ],
    [
      withAttribute('{"bytesValue":"***"}'),
      'resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value.bytesValue',
    ],
    [withAttribute('5'), 'resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value'],
    ['{"resourceSpans":7}', 'resourceSpans'],
  ])('%s', (text, path) => {
    expect(refusalOf(text)).toMatchObject({ code: 'invalid', path })
  })
})

describe('not JSON', () => {
  const deep = (times: number) => withSpan(`,"x":${'['.repeat(times)}${']'.repeat(times)}`)

  test.each([
    '',
    '1234',
    'null',
    '[]',
    '{',
    '{}{}',
    '{"a":}',
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":"\\x"}',
    '{"a":"\n"}',
    '{"a":"',
    '{"a":tru}',
    '{a:1}',
    "{'a':1}",
    '{"a":1,}',
    '{"a":NaN}',
    deep(10_000),
    '{"a":'.repeat(100_000),
  ])('%.40s', (text) => {
    expect(refusalOf(text).code).toBe('invalid')
  })

  test('but a byte order mark, white space and 900 levels are no reason', () => {
    expect(decoded(`\ufeff \n${deep(900)}\t `).outcome.accepted).toBe(1)
  })
})

describe('requests of other shapes', () => {
  test.each(['{}', '{"resourceSpans":[]}', '{"resourceSpans":[null,{}]}', '{"resourceSpans":null}'])(
    '%s is empty',
    (text) => {
      expect(decoded(text).outcome).toMatchObject({ accepted: 0, rejectedCount: 0 })
    },
  )

  test('before OTLP 0.15 are taken', () => {
    const text = withSpan('').replace('scopeSpans', 'instrumentationLibrarySpans')
    expect(decoded(text).outcome.accepted).toBe(1)
    const batch = new TelemetryBatch()
    for (const name of ['logs', 'logRecords']) {
      const logs = `{"resourceLogs":[{"instrumentationLibraryLogs":[{"instrumentationLibrary":{"name":"lib"},"${name}":[{"body":{"stringValue":"${name}"}}]}]}]}`
      batch.appendLogs(encodeJsonRequest('logs', logs), ANY_TIME)
    }
    expect(storedLogs(batch).map(({ bodyText }) => bodyText)).toEqual(['logs', 'logRecords'])
    expect([...batch.scopes.values()].map(({ name }) => name)).toEqual(['lib'])
  })

  test('of metrics are counted by their points', () => {
    const text = `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[
      {"name":"a","gauge":{"dataPoints":[{"asDouble":1},{"asInt":"2"}]}},
      {"sum":{"dataPoints":[{}]}},{"histogram":{"dataPoints":[{"count":"1"}]}},
      {"exponentialHistogram":{"dataPoints":[{}]}},{"summary":{"dataPoints":[{}]}},{"name":"none"}]}]}]}`
    expect(countMetricPoints(encodeJsonRequest('metrics', text))).toBe(6)
  })
})
