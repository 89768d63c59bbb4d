import { describe, expect, test } from 'vitest'
import { TelemetryBatch } from './telemetry-batch'
import { NOW, ROOT, span, TRACE, traces } from './testing/builders'
import { NOW_MS, SOURCE, USUAL_TIMES } from './testing/contexts'
import { encodeProtobuf } from './testing/encode-protobuf'
import type { SpanModel } from './testing/otlp-model'
import { storedSpans } from './testing/stored-rows'

function append(...spans: SpanModel[]) {
  const batch = new TelemetryBatch()
  const outcome = batch.appendTraces(encodeProtobuf(traces(...spans)), USUAL_TIMES)
  return { batch, outcome, spans: storedSpans(batch) }
}

describe('the traces of a batch', () => {
  test('know their times, their earliest root, whether they failed, and who sent them', () => {
    const batch = new TelemetryBatch()
    const child = span({
      spanId: '02'.repeat(8),
      parentSpanId: ROOT,
      startTimeUnixNano: NOW - 2_000n,
      endTimeUnixNano: 0n,
      status: { code: 2, message: 'x' },
    })
    const later = span({
      spanId: '03'.repeat(8),
      startTimeUnixNano: NOW + 1_000n,
      endTimeUnixNano: NOW + 9_000n,
      name: 'later',
    })
    batch.appendTraces(encodeProtobuf(traces(later, child, span())), USUAL_TIMES)
    const other = { ...SOURCE, sourceId: '00000000-0000-4000-8000-00000000000b' }
    batch.appendTraces(encodeProtobuf(traces(span({ spanId: '04'.repeat(8), parentSpanId: ROOT }))), {
      ...USUAL_TIMES,
      source: other,
    })
    expect([...batch.traces.keys()]).toEqual([`${SOURCE.orgId}/${TRACE}`])
    expect([...batch.traces.values()][0]).toMatchObject({
      startedAtMicros: NOW_MS * 1000 - 2,
      endedAtMicros: NOW_MS * 1000 + 9,
      rootSpanId: ROOT,
      rootName: 'nightly',
      rootService: 'orders',
      hasError: true,
      spans: 4,
      sources: [{ sourceId: SOURCE.sourceId }, { sourceId: other.sourceId }],
    })
  })

  test('of two organizations are two, whatever their ids', () => {
    const batch = new TelemetryBatch()
    const other = { ...SOURCE, orgId: '00000000-0000-4000-8000-00000000000c' }
    for (const source of [SOURCE, other, SOURCE])
      batch.appendTraces(encodeProtobuf(traces(span())), { ...USUAL_TIMES, source })
    expect([...batch.traces.values()].map(({ orgId, spans }) => [orgId, spans])).toEqual([
      [SOURCE.orgId, 2],
      [other.orgId, 1],
    ])
  })

  test('are found among many', () => {
    const spans = Array.from({ length: 5_000 }, (_, k) =>
      span({
        traceId: ((k % 2_500) + 1).toString(16).padStart(32, '0'),
        spanId: (k + 1).toString(16).padStart(16, '0'),
      }),
    )
    const { batch } = append(...spans)
    expect(batch.traces.size).toBe(2_500)
    for (const [key, trace] of batch.traces) {
      expect(trace.spans).toBe(2)
      expect(batch.skeletonOf(key).spans).toHaveLength(2)
    }
  })

  test('are gone after a reset, and the memory is used again', () => {
    const { batch } = append(span())
    const first = batch.spanCopy()
    const copy = Buffer.from(first ?? [])
    batch.reset()
    expect([batch.spanCopy(), batch.bytes, batch.traces.size, batch.resources.size]).toEqual([null, 0, 0, 0])
    batch.appendTraces(encodeProtobuf(traces(span())), USUAL_TIMES)
    expect(batch.spanCopy()).toEqual(copy)
  })
})
