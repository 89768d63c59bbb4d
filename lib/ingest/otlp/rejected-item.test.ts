import { expect, test } from 'vitest'
import { REJECTED_ITEM_BYTES_MAX } from './rejected-item'
import { TelemetryBatch } from './telemetry-batch'
import { attribute, log, logs, NOW, span, text, traces } from './testing/builders'
import { USUAL_TIMES } from './testing/contexts'
import { encodeProtobuf } from './testing/encode-protobuf'
import type { LogModel, SpanModel } from './testing/otlp-model'

const GITHUB_TOKEN = `ghp_${'a1B2'.repeat(9)}`

const ofSpan = (of: Partial<SpanModel>) =>
  new TelemetryBatch().appendTraces(encodeProtobuf(traces(span(of))), USUAL_TIMES).rejected[0]?.item
const ofLog = (of: Partial<LogModel>) =>
  new TelemetryBatch().appendLogs(encodeProtobuf(logs(log(of))), USUAL_TIMES).rejected[0]?.item

test('a refused span is told as it was sent, also the id that is none', () => {
  const item = ofSpan({ traceId: 'ab'.repeat(15), attributes: [attribute('dag', text('nightly'))] })
  expect(item).toMatchObject({
    traceId: 'ab'.repeat(15),
    name: 'nightly',
    startTimeUnixNano: NOW.toString(),
    attributes: { dag: 'nightly' },
  })
})

test('a refused log record is told with its body', () => {
  const item = ofLog({ timeUnixNano: NOW - 500n * 86_400_000_000_000n, body: text('hello') })
  expect(item).toMatchObject({ body: 'hello', severityText: 'INFO' })
})

test('its secrets are taken out as from what is stored', () => {
  const item = ofSpan({
    spanId: '',
    name: `push with ${GITHUB_TOKEN}`,
    attributes: [attribute('password', text('hunter2hunter2')), attribute('note', text(GITHUB_TOKEN))],
  })
  expect(JSON.stringify(item)).not.toMatch(/ghp_|hunter2/)
  expect(item).toMatchObject({ attributes: { password: '[redacted:key]', note: '[redacted:github]' } })
})

test('is never larger than what is kept of one', () => {
  const attributes = Array.from({ length: 60 }, (_, n) => attribute(`k${n}`, text('v'.repeat(100))))
  for (const of of [{ attributes }, { name: 'n'.repeat(9_000) }, { name: 'n'.repeat(30_000) }]) {
    const item = ofSpan({ traceId: '', ...of })
    expect(item).toHaveProperty('note')
    expect(JSON.stringify(item).length).toBeLessThanOrEqual(REJECTED_ITEM_BYTES_MAX)
  }
})

test('of a wrong id the beginning tells enough', () => {
  expect(ofSpan({ traceId: 'ab'.repeat(8_000) })).toMatchObject({ traceId: 'ab'.repeat(32) })
})

test('a key from outside is a key like any other', () => {
  const item = ofSpan({ spanId: '', attributes: [attribute('__proto__', text('x'))] })
  expect(JSON.stringify(item)).toContain('"__proto__":"x"')
})
