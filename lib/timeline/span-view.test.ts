import { expect, test } from 'vitest'
import type { StoredSpan } from '@/lib/model/stored-span'
import { chooseException } from './exception-choice'
import { prepareSpan } from './span-view'

const event = (type: string, message: string, stack: string | null) =>
  `{"t":"1000","n":"exception","a":{"exception.type":"${type}","exception.message":"${message}"${
    stack === null ? '' : `,"exception.stacktrace":"${stack}"`
  },"retry":true},"d":2}`

const STORED: StoredSpan = {
  spanId: '00000000000000aa',
  parentSpanId: null,
  name: 'load',
  kind: 3,
  startUnixNano: '900',
  endUnixNano: '2000',
  statusCode: 2,
  statusMessage: null,
  traceState: null,
  flags: 1,
  attributes: '{"rows": 9223372036854775807, "__proto__": "x"}',
  droppedAttributesCount: 0,
  events: `[${event('IOError', 'disk full', 'at a')}]`,
  droppedEventsCount: 0,
  links: '[{"t":"00000000000000000000000000000001","s":"00000000000000bb","a":{}}]',
  droppedLinksCount: 0,
  resourceAttributes: '{"service.name": "etl"}',
  resourceDroppedAttributesCount: 0,
  resourceSchemaUrl: null,
  scopeName: null,
  scopeVersion: null,
  scopeAttributes: null,
  scopeSchemaUrl: null,
  sourceId: 's',
  sourceName: 'S',
  dialect: null,
  receivedAt: '',
}

test('a span is prepared with exact integers, its exception apart from other attributes, and safe as JSON', () => {
  const view = prepareSpan(STORED)
  expect(view.attributes.map((row) => [row.key, row.text])).toEqual([
    ['__proto__', 'x'],
    ['rows', '9223372036854775807'],
  ])
  expect(view.events[0]).toMatchObject({
    exception: { type: 'IOError', message: 'disk full', stack: 'at a' },
    droppedAttributesCount: 2,
    timeUnixNano: '1000',
  })
  expect(view.events[0]?.attributes.map((row) => row.key)).toEqual(['retry'])
  expect([view.kindWord, view.service, view.links[0]?.spanId]).toEqual(['client', 'etl', '00000000000000bb'])
  expect(JSON.parse(JSON.stringify(view))).toEqual(view)
})

test('of several exceptions the one with the message of the error is shown, with a stack before without', () => {
  const inSpan = (spanId: string, events: string) => ({ spanId, events: `[${events}]`, attributes: null })
  const inLog = (spanId: string, attributes: string) => ({ spanId, events: null, attributes })
  const stored = [
    inSpan('a', `${event('E1', 'first', 'stack 1')},${event('E2', 'second', null)}`),
    inLog('b', '{"exception.type":"E2","exception.message":"second","exception.stacktrace":"stack 2"}'),
  ]
  expect(chooseException(stored, ['a', 'b'], 'second')?.stack).toBe('stack 2')
  expect(chooseException(stored, ['a', 'b'], null)?.stack).toBe('stack 1')
  expect(chooseException([], ['a'], null)).toBeNull()
})
