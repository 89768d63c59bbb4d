import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeJsonRequest } from '@/lib/ingest/otlp/json-request'
import { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { ANY_TIME } from '@/lib/ingest/otlp/testing/contexts'
import { storedLogs } from '@/lib/ingest/otlp/testing/stored-rows'
import { STREAM_SHAPES } from '@/lib/model/audit-stream'
import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import { otlpLogs } from './otlp-logs'
import { objectKey } from './s3-put'
import { streamLine, testEntry } from './stream-line'
import { syslogFrame } from './syslog-frame'
import { webhookMessage } from './webhook-body'

const NOW = new Date('2026-11-21T12:00:00.123Z')
let plain: ExportedAuditEntry
beforeAll(() => {
  const id = '00000000-0000-4000-8000-000000000003'
  plain = { ...testEntry({ orgId: '00000000-0000-4000-8000-000000000001', id, name: 'SIEM' }, NOW), seq: 7 }
})

const lined = (entry: ExportedAuditEntry) => ({ entry, line: streamLine('jsonl', entry) })

describe('a line', () => {
  test.for(STREAM_SHAPES)(
    'of %s is one object on one line that says its organization and number',
    (shape) => {
      const line = streamLine(shape, { ...plain, after: { text: 'a\nb\u2028c' } })
      expect(line).not.toMatch(/[\n\r\u2028]/)
      const said = JSON.stringify(JSON.parse(line))
      expect(said).toContain(plain.orgId)
      expect(said).toContain('7')
    },
  )

  test('of a test says so, and has a number that no entry has', () => {
    expect(JSON.parse(streamLine('jsonl', { ...plain, seq: 0 }))).toMatchObject({
      seq: 0,
      action: 'audit_stream.test',
      after: { test: true },
    })
  })
})

describe('syslog', () => {
  test('is RFC 5424, counted in octets', () => {
    const line = streamLine('jsonl', plain)
    expect(syslogFrame(plain, line, 'ledger.example.com')).toBe(
      `${line.length + 103} <110>1 2026-11-21T12:00:00.123Z ledger.example.com runledger - audit_stream.test [meta sequenceId="7"] ${line}`,
    )
    expect(syslogFrame({ ...plain, outcome: 'denied' }, line, '')).toMatch(/^\d+ <108>1 \S+ - runledger /)
  })

  test('counts what it sends and tells the same text, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, host) => {
        const frame = syslogFrame({ ...plain, action: value }, JSON.stringify({ value }), host)
        const [, count = '', message = ''] = /^([1-9]\d*) (.*)$/s.exec(frame) ?? []
        expect(Buffer.byteLength(message)).toBe(Number(count))
        expect(message).toMatch(
          /^<\d+>1 \S+ \S{1,255} runledger - \S{1,32} \[meta sequenceId="7"\] [\x20-\x7e]*$/,
        )
        expect(JSON.parse(message.slice(message.indexOf('] {') + 2))).toEqual({ value })
      }),
    )
  })
})

test('OTLP logs are read by Runledger’s own decoder', () => {
  const entry = {
    ...plain,
    action: 'source.created',
    outcome: 'denied' as const,
    after: { days: 30, rate: 0.5, of: ['a', null, true] },
  }
  const batch = new TelemetryBatch()
  const request = otlpLogs(entry.orgId, [lined(entry), lined(plain)], NOW)
  const outcome = batch.appendLogs(encodeJsonRequest('logs', request), ANY_TIME)
  const logs = storedLogs(batch)
  expect({ rejected: outcome.rejected, count: logs.length }).toEqual({ rejected: [], count: 2 })
  expect(logs.find(({ eventName }) => eventName === 'runledger.audit.source.created')).toMatchObject({
    timeUnixNano: BigInt(NOW.getTime()) * 1_000_000n,
    severityNumber: 13n,
    severityText: 'WARN',
    body: { seq: 7n, action: 'source.created', after: { days: 30n, rate: 0.5, of: ['a', null, true] } },
  })
})

describe('a webhook', () => {
  test('is the same message for the same entries, and another for others', () => {
    const of = { orgId: plain.orgId, id: plain.target.id }
    const two = [lined(plain), lined({ ...plain, seq: 8 })]
    const message = webhookMessage(of, two)
    expect(webhookMessage(of, two)).toEqual(message)
    expect(webhookMessage(of, two.slice(0, 1)).id).not.toBe(message.id)
    expect(message.id).toMatch(/^[\w-]+$/)
    expect(JSON.parse(message.body)).toMatchObject({
      type: 'audit.entries',
      timestamp: NOW.toISOString(),
      data: {
        organization: plain.orgId,
        stream: plain.target.id,
        from: 7,
        to: 8,
        entries: [{ seq: 7 }, { seq: 8 }],
      },
    })
  })
})

test('an object is called by the day and the number of its first entry, in order', () => {
  expect(objectKey('audit', 'org', { seq: 7, at: NOW })).toBe('audit/org/2026/11/21/000000000007.jsonl')
  expect(objectKey('', 'org', { seq: 0, at: NOW })).toBe('org/runledger-test.jsonl')
})
