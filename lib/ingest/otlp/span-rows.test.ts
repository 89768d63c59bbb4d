import { describe, expect, test } from 'vitest'
import { TelemetryBatch } from './telemetry-batch'
import { attribute, NOW, ROOT, span, TRACE, text, traces } from './testing/builders'
import { USUAL_TIMES } from './testing/contexts'
import { chunk, encodeProtobuf } from './testing/encode-protobuf'
import type { SpanModel, Value } from './testing/otlp-model'
import { storedSpans } from './testing/stored-rows'

function append(...spans: SpanModel[]) {
  const batch = new TelemetryBatch()
  const outcome = batch.appendTraces(encodeProtobuf(traces(...spans)), USUAL_TIMES)
  return { batch, outcome, spans: storedSpans(batch) }
}

describe('a span is refused alone', () => {
  const day = 86_400_000_000_000n

  test.each<[string, Partial<SpanModel>]>([
    ['bad_trace_id', { traceId: '' }],
    ['bad_trace_id', { traceId: '00'.repeat(16) }],
    ['bad_trace_id', { traceId: 'ab'.repeat(15) }],
    ['bad_span_id', { spanId: '00'.repeat(8) }],
    ['bad_span_id', { spanId: 'ab'.repeat(16) }],
    ['bad_time', { startTimeUnixNano: 0n }],
    ['bad_time', { endTimeUnixNano: 2n ** 63n }],
    ['too_old', { startTimeUnixNano: NOW - 401n * day }],
    ['in_the_future', { startTimeUnixNano: NOW + 2n * day }],
  ])('for %s', (reason, of) => {
    const { outcome, spans } = append(span({ spanId: '01'.repeat(8) }), span(of))
    expect(spans).toHaveLength(1)
    expect(outcome).toMatchObject({ accepted: 1, rejectedCount: 1, rejectedByReason: { [reason]: 1 } })
    expect(outcome.rejected[0]?.path).toBe('resourceSpans[0].scopeSpans[0].spans[1]')
  })

  test('and the twentieth is the last that is told in detail', () => {
    const { outcome } = append(...Array.from({ length: 50 }, () => span({ traceId: '' })))
    expect(outcome.rejected).toHaveLength(20)
    expect(outcome.rejectedCount).toBe(50)
  })
})

describe('what is too much is cut and counted', () => {
  const only = (of: Partial<SpanModel>) => {
    const [first] = append(span(of)).spans
    if (first === undefined) throw new Error('not stored')
    return first
  }

  test('text after 16 KiB, at the border of a character', () => {
    const stored = only({
      name: 'n'.repeat(20_000),
      attributes: [attribute('k', text(`x${'é'.repeat(500_000)}`))],
    })
    expect(stored.name).toBe(`${'n'.repeat(16_384)}…`)
    expect(stored.attributes.get('k')).toBe(`x${'é'.repeat(8_191)}…`)
    expect(stored.droppedAttributesCount).toBe(1n)
  })

  test('attributes after the 128th, beside those the client dropped', () => {
    const attributes = Array.from({ length: 1_000 }, (_, k) => attribute(`k${k}`, text('v')))
    const stored = only({ attributes, droppedAttributesCount: 3 })
    expect(stored.attributes.size).toBe(128)
    expect(stored.droppedAttributesCount).toBe(875n)
  })

  test('values below the eighth level', () => {
    let value: Value = text('deepest')
    for (let depth = 0; depth < 100; depth++) {
      value =
        depth % 2 === 0
          ? { kind: 'array', value: [value] }
          : { kind: 'kvlist', value: [attribute('k', value)] }
    }
    const stored = only({ attributes: [attribute('deep', value)] })
    expect(stored.attributes.get('deep')).toEqual({ k: [{ k: [{ k: [{ k: ['…'] }] }] }] })
    expect(stored.droppedAttributesCount).toBe(1n)
  })

  test('elements of arrays and maps', () => {
    const array: Value = { kind: 'array', value: Array.from({ length: 1_030 }, () => text('v')) }
    const map: Value = {
      kind: 'kvlist',
      value: Array.from({ length: 130 }, (_, k) => attribute(`k${k}`, null)),
    }
    const stored = only({ attributes: [attribute('array', array), attribute('map', map)] })
    expect(stored.attributes.get('array')).toHaveLength(1_024)
    expect(Object.keys(Object(stored.attributes.get('map')))).toHaveLength(128)
    expect(stored.droppedAttributesCount).toBe(8n)
  })

  test('events and links after the thousandth', () => {
    const none = { attributes: [], droppedAttributesCount: 0 }
    const events = Array.from({ length: 10_000 }, () => ({ ...none, timeUnixNano: 1n, name: 'e' }))
    const links = Array.from({ length: 1_001 }, () => ({
      ...none,
      traceId: TRACE,
      spanId: ROOT,
      traceState: '',
      flags: 1,
    }))
    const stored = only({ events, links })
    expect([stored.events?.length, stored.droppedEventsCount]).toEqual([1_000, 9_000n])
    expect([stored.links?.length, stored.droppedLinksCount]).toEqual([1_000, 1n])
  })

  test('whatever would make a row of many megabytes', () => {
    const long = text('x'.repeat(16_000))
    const array: Value = { kind: 'array', value: Array.from({ length: 80 }, () => long) }
    const attributes = Array.from({ length: 6 }, (_, k) => attribute(`k${k}`, array))
    const none = { attributes: [], droppedAttributesCount: 0 }
    const event = { ...none, timeUnixNano: 1n, name: 'e', attributes: [attribute('k', array)] }
    const stored = only({ attributes, events: Array.from({ length: 20 }, () => event) })
    expect(stored.attributes.size).toBe(4)
    expect(stored.attributes.get('k0')).toHaveLength(66)
    expect(stored.droppedAttributesCount).toBe(2n + 4n * 14n)
    expect(stored.events).toHaveLength(16)
    expect(stored.droppedEventsCount).toBe(4n)
  })

  test('and the spans beside it keep everything', () => {
    const { spans } = append(
      span({ spanId: '01'.repeat(8), attributes: [attribute('k', text('v'))] }),
      span({ attributes: [attribute('k', text('x'.repeat(1_000_000)))] }),
      span({ spanId: '02'.repeat(8), attributes: [attribute('k', text('v'))] }),
    )
    expect(spans.map(({ droppedAttributesCount }) => droppedAttributesCount)).toEqual([0n, 1n, 0n])
    expect(spans[2]?.attributes.get('k')).toBe('v')
  })

  test('a request of more spans than fit, refused whole', () => {
    const items = Buffer.concat(Array.from({ length: 200_001 }, () => chunk(2, Buffer.alloc(0))))
    const batch = new TelemetryBatch()
    expect(() => batch.appendTraces(chunk(1, chunk(2, items)), USUAL_TIMES)).toThrow(/More than 200000 items/)
  })
})

describe('bytes that are not UTF-8', () => {
  const withName = (name: Buffer) => {
    const bytes = encodeProtobuf(traces(span({ name: 'NAME' })))
    const at = bytes.indexOf('NAME')
    name.copy(bytes, at)
    const batch = new TelemetryBatch()
    batch.appendTraces(bytes, USUAL_TIMES)
    return storedSpans(batch)[0]?.name
  }

  test.each([
    [[0xff, 0x61, 0x62, 0x63], '\ufffdabc'],
    [[0xed, 0xa0, 0x80, 0x61], '\ufffd\ufffd\ufffda'],
    [[0xc0, 0x80, 0x61, 0x62], '\ufffd\ufffdab'],
    [[0x61, 0x00, 0x62, 0xe6], 'a b\ufffd'],
  ])('%j become replacement characters, and NUL a space', (bytes, name) => {
    expect(withName(Buffer.from(bytes))).toBe(name)
  })
})
