import { describe, expect, test } from 'vitest'
import { TelemetryBatch } from './telemetry-batch'
import { attribute, log, logs, NOW, ROOT, span, TRACE, text, traces } from './testing/builders'
import { USUAL_TIMES } from './testing/contexts'
import { encodeProtobuf } from './testing/encode-protobuf'
import type { SpanModel } from './testing/otlp-model'
import { storedSpans } from './testing/stored-rows'

function append(...spans: SpanModel[]) {
  const batch = new TelemetryBatch()
  const outcome = batch.appendTraces(encodeProtobuf(traces(...spans)), USUAL_TIMES)
  return { batch, outcome, spans: storedSpans(batch) }
}

describe('secrets', () => {
  const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'

  test('are stored nowhere, and counted by kind', () => {
    const secretive = [
      attribute('http.request.header.authorization', { kind: 'array', value: [text('hunter2')] }),
      attribute('password', { kind: 'bytes', value: Buffer.from('hunter2') }),
      attribute('credentials', { kind: 'kvlist', value: [attribute('user', text('hunter2'))] }),
      attribute('nested', { kind: 'kvlist', value: [attribute('api_key', text('hunter2'))] }),
      attribute('list', { kind: 'array', value: [text(`a ${JWT}`)] }),
      attribute('gen_ai.usage.input_tokens', { kind: 'int', value: 5n }),
      attribute('db.query.text', text("select * from t where name = 'hunter2'")),
      attribute(`AKIAIOSFODNN7EXAMPLE`, text('v')),
    ]
    const { batch, outcome, spans } = append(
      span({
        name: `call ${JWT}`,
        status: { code: 2, message: `Bearer ${JWT}` },
        attributes: secretive,
        events: [
          {
            name: 'exception',
            timeUnixNano: NOW,
            attributes: [attribute('exception.message', text(JWT))],
            droppedAttributesCount: 0,
          },
        ],
        links: [
          {
            traceId: TRACE,
            spanId: ROOT,
            traceState: '',
            flags: 0,
            attributes: [attribute('token', text('hunter2'))],
            droppedAttributesCount: 0,
          },
        ],
      }),
    )
    batch.appendLogs(
      encodeProtobuf(
        logs(log({ body: text(`${JWT}`), attributes: [attribute('exception.message', text(JWT))] })),
      ),
      USUAL_TIMES,
    )
    const stored = Buffer.concat([batch.spanCopy() ?? Buffer.alloc(0), batch.logCopy() ?? Buffer.alloc(0)])
    expect(stored.includes('hunter2')).toBe(false)
    expect(stored.includes(JWT.slice(0, 20))).toBe(false)
    expect(stored.includes('AKIA')).toBe(false)
    expect(JSON.stringify([...batch.traces].map(([key]) => batch.skeletonOf(key)))).not.toContain(JWT)
    expect(outcome.redacted).toEqual({ key: 5, jwt: 4, sql: 1, aws: 1 })
    expect(spans[0]?.attributes.get('gen_ai.usage.input_tokens')).toBe(5n)
    expect(spans[0]?.attributes.get('nested')).toEqual({ api_key: '[redacted:key]' })
  })

  test('of a resource are counted with each request that uses it', () => {
    const request = traces(span())
    request.groups[0]?.resource?.attributes.push(attribute('db.password', text('hunter2')))
    const batch = new TelemetryBatch()
    for (let time = 0; time < 2; time++) {
      expect(batch.appendTraces(encodeProtobuf(request), USUAL_TIMES).redacted).toEqual({ key: 1 })
    }
    expect([...batch.resources.values()][0]?.attributesJson).toBe(
      '{"service.name":"orders","db.password":"[redacted:key]"}',
    )
  })

  test('across the place where text is cut are still seen', () => {
    const { spans } = append(span({ name: `${'n'.repeat(16_370)} ${JWT}` }))
    expect(spans[0]?.name).not.toContain('eyJ')
  })
})
