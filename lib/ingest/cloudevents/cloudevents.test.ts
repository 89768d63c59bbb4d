import { describe, expect, test } from 'vitest'
import { decoded, survivesMangling } from '@/lib/ingest/events/testing/decoding'
import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { cloudEventsDecoder } from './decode'
import { cloudEventsBody } from './request'

const decodeCloudEvents = cloudEventsDecoder(undefined)
/** An empty batch is a good one, though nothing becomes of it. */
const decode = (event: IncomingEvent): DecodedRequest => {
  const read = decodeCloudEvents(event)
  const isNothing = read.events.length + read.rejected.length === 0
  return isNothing ? { ...read, rejected: [{ path: '', reason: '', message: '', item: null }] } : read
}

const EVENT = { specversion: '1.0', type: 'com.example.thing', source: '/s', id: '1' }
const BINARY = { 'ce-specversion': '1.0', 'ce-type': 't', 'ce-source': '/s', 'ce-id': '1' }

const bodyOf = (headers: Record<string, string>, body: string | Buffer): unknown =>
  JSON.parse(cloudEventsBody(headers, Buffer.from(body)).body.toString('utf8'))

describe('the binary mode', () => {
  test('becomes the structured one, its data byte for byte', () => {
    const headers = { ...BINARY, 'ce-myext': 'x', 'content-type': 'application/json' }
    const { body, sent } = cloudEventsBody(headers, Buffer.from('{"n": 12345678901234567890}'))
    expect(body.toString('utf8')).toContain('"data":{"n": 12345678901234567890}}')
    expect(sent?.toString('utf8')).toBe('{"n": 12345678901234567890}')
    expect(bodyOf(headers, '{}')).toEqual({
      specversion: '1.0',
      type: 't',
      source: '/s',
      id: '1',
      myext: 'x',
      datacontenttype: 'application/json',
      data: {},
    })
  })

  test('keeps text as text and bytes as base64', () => {
    expect(bodyOf({ ...BINARY, 'content-type': 'text/plain' }, '{"a":1}')).toMatchObject({ data: '{"a":1}' })
    expect(bodyOf({ ...BINARY, 'content-type': 'image/png' }, Buffer.from([255, 0]))).toMatchObject({
      data_base64: '/wA=',
    })
    expect(bodyOf(BINARY, '')).not.toHaveProperty('data')
    expect(bodyOf(BINARY, 'plain')).toMatchObject({ data: 'plain' })
    expect(() => bodyOf({ ...BINARY, 'content-type': 'application/json' }, '{')).toThrow('JSON')
  })

  test('has headers decoded once: quotes, percent signs, and no more', () => {
    const subject = (value: string): unknown => bodyOf({ ...BINARY, 'ce-subject': value }, '')
    expect(subject('%2541')).toMatchObject({ subject: '%41' })
    expect(subject('100%')).toMatchObject({ subject: '100%' })
    expect(subject('"a \\\\ b"')).toMatchObject({ subject: 'a \\ b' })
    expect(() => subject('%C0%A0')).toThrow('UTF-8')
    expect(() => subject('\u00ff')).toThrow('UTF-8')
  })
})

test.for([
  ['application/cloudevents+avro'],
  ['application/cloudevents-batch+protobuf'],
  ['application/cloudevents-odd'],
])('%s is a format that is not read', ([mediaType]) => {
  expect(() => cloudEventsBody({ 'content-type': mediaType }, Buffer.from(''))).toThrow()
})

test('an event that nobody reads is kept whole, under its source and id', () => {
  const body = { ...EVENT, subject: null, data: '{"a":1}', ext: 'x' }
  const [read] = decoded(decode, { body }).events
  expect(read).toMatchObject({ key: '/s 1', type: 'com.example.thing', subject: '/s', isKept: true, body })
})

test('what KEDA says of a scaler is kept', () => {
  const body = { ...EVENT, type: 'keda.scaledjob.failed.v1', data: { reason: 'x', message: 'y' } }
  expect(decoded(decode, { body }).events[0]?.because).toContain('KEDA')
})

test.for([
  [{ ...EVENT, id: '' }, 'id'],
  [{ ...EVENT, id: 1 }, 'id'],
  [{ ...EVENT, source: undefined }, 'source'],
  [{ ...EVENT, specversion: '0.3' }, 'specversion'],
  [{ ...EVENT, data: 1, data_base64: 'YQ==' }, 'data_base64'],
  [{ ...EVENT, data_base64: '!' }, 'data_base64'],
] as const)('%o is refused at %s', ([body, path]) => {
  expect(decoded(decode, { body }).rejected).toMatchObject([{ path }])
})

test('names that break the rules are noted and kept', () => {
  expect(decoded(decode, { body: { ...EVENT, My_Ext: 1, time: 'noon' } }).events[0]?.notes).toMatchObject([
    { path: 'My_Ext' },
    { path: 'time' },
  ])
})

test('nothing makes it throw', () => {
  const batch = [EVENT, { ...EVENT, id: '2', data_base64: 'eyJhIjoxfQ==', time: '2026-05-01T10:00:00Z' }]
  survivesMangling('cloudevents: mangled', decode, [{ body: EVENT }, { body: batch }])
})
