import { describe, expect, test } from 'vitest'
import { TelemetryBatch } from './telemetry-batch'
import { attribute, log, logs, NOW, ROOT, text } from './testing/builders'
import { USUAL_TIMES } from './testing/contexts'
import { encodeProtobuf } from './testing/encode-protobuf'
import type { LogModel } from './testing/otlp-model'
import { storedLogs } from './testing/stored-rows'

describe('a log record', () => {
  const append = (...records: LogModel[]) => {
    const batch = new TelemetryBatch()
    const outcome = batch.appendLogs(encodeProtobuf(logs(...records)), USUAL_TIMES)
    return { batch, outcome, logs: storedLogs(batch) }
  }

  test('has the same id whenever it is sent, and another when it stands twice in one request', () => {
    const [a, b, c] = append(log(), log(), log({ severityNumber: 10 })).logs
    const [again] = append(log()).logs
    expect(again?.id).toBe(a?.id)
    expect(new Set([a?.id, b?.id, c?.id]).size).toBe(3)
  })

  test('with invalid ids is kept without them', () => {
    const { logs, batch } = append(log({ traceId: 'ab', spanId: '' }))
    expect(logs[0]).toMatchObject({ traceId: '00'.repeat(16), spanId: null })
    expect(batch.traces.size).toBe(0)
  })

  test('happened when it says, else when it was seen, else when it came', () => {
    const { logs } = append(
      log(),
      log({ timeUnixNano: 0n, observedTimeUnixNano: NOW - 1_000n }),
      log({ timeUnixNano: 0n }),
    )
    expect(logs.map(({ occurredAtMicros }) => occurredAtMicros)).toEqual([
      NOW / 1000n,
      NOW / 1000n - 1n,
      NOW / 1000n,
    ])
  })

  test('of another day is refused as a span is', () => {
    const { outcome } = append(log({ timeUnixNano: 1n }))
    expect(outcome.rejected[0]).toMatchObject({
      reason: 'too_old',
      path: 'resourceLogs[0].scopeLogs[0].logRecords[0]',
    })
  })

  test('keeps 64 KiB of its text, and a body that is none as JSON', () => {
    const { logs } = append(
      log({ body: text('é'.repeat(50_000)) }),
      log({ body: { kind: 'kvlist', value: [attribute('a', { kind: 'int', value: 2n ** 60n })] } }),
    )
    expect(logs[0]?.bodyText).toBe(`${'é'.repeat(32_768)}…`)
    expect(logs[0]?.droppedAttributesCount).toBe(1n)
    expect(logs[1]).toMatchObject({ bodyText: null, body: { a: 2n ** 60n } })
  })

  test('that reports an exception marks its trace', () => {
    const attributes = [attribute('exception.type', text('E')), attribute('exception.message', text('boom'))]
    const { logs, batch } = append(log({ attributes }))
    expect(logs[0]?.exception).toMatchObject({ type: 'E', message: 'boom', spanId: ROOT })
    const [key, trace] = [...batch.traces][0] ?? []
    expect(trace?.isMarked).toBe(true)
    expect(batch.skeletonOf(key ?? '').logErrors).toEqual([{ spanId: ROOT, error: logs[0]?.exception }])
  })
})
