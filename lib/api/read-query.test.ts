import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { executionPlace, logPlace, tracePlace, uuidPlace } from './cursors'
import { isoOfNano } from './iso-nano'
import { filterOf, windowOf } from './parameters'
import { readQuery } from './read-query'

const schema = z.object({
  limit: z.int().min(1).max(200).default(50),
  errors: z.boolean().default(false),
  find: z.string().optional(),
})
const read = (search: string) => readQuery(schema, new URLSearchParams(search))

describe('a query string', () => {
  test('is read as its schema says', () => {
    expect(read('')).toEqual({ limit: 50, errors: false })
    expect(read('limit=7&errors=true&find=12')).toEqual({ limit: 7, errors: true, find: '12' })
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=', 'limit'],
    ['limit=%2B5', 'limit'],
    ['limit=99999999999999999999', 'limit'],
    ['errors=1', 'errors'],
    ['errors=TRUE', 'errors'],
    ['find=a&find=b', 'find'],
    ['find=%00', 'find'],
    ['find=%ED%A0%80', 'find'],
    ['lmit=3', 'lmit'],
    ['__proto__=3', '__proto__'],
    ['constructor=3', 'constructor'],
  ])('%s is refused with its name', (search, name) => {
    expect(() => read(search)).toThrow(expect.objectContaining({ code: 'invalid', path: name }))
  })
})

describe('a window', () => {
  const NOW = Date.parse('2026-11-21T12:00:00Z')
  test('is seven days, a named range, or from and to', () => {
    expect(windowOf({}, NOW)).toEqual({ fromMs: NOW - 7 * 86_400_000, toMs: null })
    expect(windowOf({ range: '1h' }, NOW)).toEqual({ fromMs: NOW - 3_600_000, toMs: null })
    expect(windowOf({ from: '2026-11-20T00:00:00Z', to: '2026-11-20T02:00:00+01:00' }, NOW)).toEqual({
      fromMs: Date.UTC(2026, 10, 20),
      toMs: Date.UTC(2026, 10, 20, 1),
    })
  })

  test('is kept to what a database can hold', () => {
    const { fromMs, toMs } = windowOf({ from: '0000-01-01T00:00:00Z', to: '0001-01-01T00:00:00Z' }, NOW)
    expect(fromMs).toBe(NOW - 400 * 86_400_000)
    expect(toMs).toBe(fromMs)
  })

  test.each([
    [{ range: '1h', to: '2026-11-20T00:00:00Z' }, 'range'],
    [{ from: '2026-11-20T00:00:00Z', to: '2026-11-19T00:00:00Z' }, 'to'],
  ])('%j is refused', (of, name) => {
    expect(() => windowOf(of, NOW)).toThrow(expect.objectContaining({ path: name }))
  })
})

test('a filter must be right as a whole', () => {
  expect(filterOf('')).toBeNull()
  expect(filterOf('state:failed')).toMatchObject({ type: 'state' })
  expect(() => filterOf('state:failed nokey:1')).toThrow('There is no key “nokey”')
  expect(() => filterOf('state:failed nokey:1')).toThrow(expect.objectContaining({ path: 'q' }))
})

test.each([
  [executionPlace, '2026-11-21T12:00:00.000001Z_701d9a9a-1d57-5495-9f8f-6758b48e835f'],
  [tracePlace, '2026-11-21T12:00:00.000001Z_dfa903bcca8739dd155976d10961de22'],
  [logPlace, '1780000000000000000.701d9a9a-1d57-5495-9f8f-6758b48e835f'],
  [uuidPlace, '701d9a9a-1d57-5495-9f8f-6758b48e835f'],
])('a cursor is taken or refused', (place, good) => {
  expect(place(undefined)).toBeNull()
  expect(place(good)).not.toBeNull()
  for (const wrong of ['x', `${good}0`, `${good}_`, `0000${good.slice(4)}z`, '9'.repeat(30)])
    expect(() => place(wrong)).toThrow(expect.objectContaining({ path: 'cursor' }))
  expect(() => place('0000-01-01T00:00:00.000000Z_dfa903bcca8739dd155976d10961de22')).toThrow()
})

test('a time keeps its microseconds, and one that no calendar has is none', () => {
  expect(isoOfNano('1780000000123456789')).toBe('2026-05-28T20:26:40.123456Z')
  expect(isoOfNano('0')).toBe('1970-01-01T00:00:00.000000Z')
  expect(isoOfNano('-1')).toBeNull()
  expect(isoOfNano('99999999999999999999')).toBeNull()
  expect(isoOfNano(null)).toBeNull()
})
