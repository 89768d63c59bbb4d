import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { encodeJsonRequest } from './json-request'
import { countMetricPoints } from './metrics'
import { TelemetryBatch } from './telemetry-batch'
import { ANY_TIME } from './testing/contexts'
import { storedLogs, storedSpans } from './testing/stored-rows'

const FIXTURES = path.resolve(import.meta.dirname, '../../../../shared/fixtures')
const recorded = describe.skipIf(!existsSync(FIXTURES))
const read = (name: string) => readFileSync(path.join(FIXTURES, name), 'utf8')

function decodeTraces(...texts: string[]) {
  const batch = new TelemetryBatch()
  const outcomes = texts.map((text) => batch.appendTraces(encodeJsonRequest('traces', text), ANY_TIME))
  return { batch, outcomes, spans: storedSpans(batch) }
}

/** How many spans a request holds, by a reading that is not ours. */
function countSpans(text: string): number {
  let count = 0
  JSON.parse(text, (key, value) => {
    if (key === 'spans' && Array.isArray(value)) count += value.length
    return value
  })
  return count
}

recorded('recorded OTLP/JSON', () => {
  test.each([
    'otlp/proto-examples/trace.json',
    'otlp/cicd-traces-real/output_failed.otlp.json',
    'otlp/cicd-traces-real/output_success.otlp.json',
    'otlp-github-actions/legacy-otlp-json.success-trace.json',
    'otlp-github-actions/legacy-otlp-json.testsuites-trace.json',
  ])('%s gives all its spans', (name) => {
    // Some are lists of requests: what were lines of a file.
    const requests: unknown[] = [JSON.parse(read(name))].flat()
    const texts = requests.map((request) => JSON.stringify(request))
    const { outcomes, spans } = decodeTraces(...texts)
    expect(outcomes.map(({ accepted }) => accepted)).toEqual(texts.map(countSpans))
    expect(spans.length).toBeGreaterThan(0)
  })

  test('the example of a span is stored as it is written', () => {
    const { batch, spans } = decodeTraces(read('otlp/proto-examples/trace.json'))
    expect(spans[0]).toMatchObject({
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: 'eee19b7ec3c1b174',
      parentSpanId: 'eee19b7ec3c1b173',
      name: "I'm a server span",
      kind: 2n,
      startUnixNano: 1544712660000000000n,
      endUnixNano: 1544712661000000000n,
    })
    expect(Object.fromEntries(spans[0]?.attributes ?? [])).toEqual({ 'my.span.attr': 'some value' })
    expect([...batch.scopes.values()]).toMatchObject([
      {
        name: 'my.library',
        version: '1.0.0',
        attributesJson: '{"my.scope.attribute":"some scope attribute"}',
      },
    ])
  })

  test.each(['otlp/proto-examples/logs.json', 'otlp/proto-examples/events.json'])(
    '%s gives its record',
    (name) => {
      const batch = new TelemetryBatch()
      batch.appendLogs(encodeJsonRequest('logs', read(name)), ANY_TIME)
      expect(storedLogs(batch)).toHaveLength(1)
    },
  )

  test("the Collector's files give one request a line", () => {
    const lines = (name: string) => read(`otlp/file-exporter-jsonl/${name}`).split('\n').filter(Boolean)
    // Their ids are empty, so every span is refused, and none of the requests.
    const { outcomes } = decodeTraces(...lines('traces.jsonl'))
    expect(outcomes.map(({ rejectedCount }) => rejectedCount)).toEqual(lines('traces.jsonl').map(countSpans))
    const batch = new TelemetryBatch()
    for (const line of lines('logs.jsonl')) batch.appendLogs(encodeJsonRequest('logs', line), ANY_TIME)
    expect(batch.logRows).toBeGreaterThan(0)
    for (const line of lines('metrics.jsonl'))
      expect(countMetricPoints(encodeJsonRequest('metrics', line))).toBeGreaterThan(0)
    expect(countMetricPoints(encodeJsonRequest('metrics', read('otlp/proto-examples/metrics.json')))).toBe(4)
  })
})

type Case = { id: string; rawBody?: string; contentType?: string; expect: Record<string, unknown> }

recorded('the receiver cases with a JSON body', () => {
  const file = path.join(FIXTURES, 'otlp/derived/receiver-cases.json')
  const { cases }: { cases: Case[] } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { cases: [] }
  const withBody = cases.filter(
    ({ rawBody, contentType }) => rawBody !== undefined && contentType === 'application/json',
  )

  test.each(withBody)('$id', ({ rawBody, expect: expected }) => {
    const isRefused = expected.status === 400
    if (isRefused) {
      expect(() => decodeTraces(rawBody ?? '')).toThrow(expect.objectContaining({ code: 'invalid' }))
      return
    }
    const { outcomes, spans } = decodeTraces(rawBody ?? '')
    const partial = expected.partialSuccess
    const rejected = typeof partial === 'object' && partial !== null ? 1 : 0
    expect(outcomes[0]?.rejectedCount).toBe(rejected)
    if (expected.traceIdStored !== undefined) expect(spans[0]?.traceId).toBe(expected.traceIdStored)
    if (expected.droppedAttributesCount !== undefined)
      expect(spans[0]?.droppedAttributesCount).toBe(BigInt(Number(expected.droppedAttributesCount)))
    if (rawBody?.includes('9007199254740993')) expect(spans[0]?.attributes.get('i')).toBe(9007199254740993n)
  })
})
