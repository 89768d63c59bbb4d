import { expect, test } from 'vitest'
import { encodingOf, formOf } from './negotiate'
import { routeOf } from './route'

test.each([
  ['/v1/traces', 'traces'],
  ['/v1/logs/', 'logs'],
  ['/otlp/v1/metrics?x=1', 'metrics'],
  ['/v1development/profiles', 'profiles'],
  ['/', 'bare'],
  ['', 'bare'],
  ['/v1/tracesx', null],
  ['/executions', null],
  ['/api/v1/traces', null],
  ['/api/v1/traces?errors=true', null],
])('%s', (url, route) => {
  expect(routeOf(url)).toBe(route)
})

test.each([
  ['application/json', 'json'],
  ['APPLICATION/JSON; charset=utf-8', 'json'],
  ['application/x-protobuf', 'protobuf'],
  ['text/plain', null],
  [undefined, null],
])('content type %s', (header, form) => {
  expect(formOf(header)).toBe(form)
})

test('an encoding is taken by any of its names, and refused with what is taken', () => {
  expect([undefined, '', 'GZIP', 'x-gzip', 'zlib'].map(encodingOf)).toEqual([
    'identity',
    'identity',
    'gzip',
    'gzip',
    'deflate',
  ])
  expect(() => encodingOf('br')).toThrow('unsupported Content-Encoding: br, supported: gzip, deflate')
})
