import { describe, expect, test } from 'vitest'
import { flows } from '../schema/sources'
import { hexOf, Recordset, storableJson, timestampOf, uuidOf } from './write-recordset'

describe('JSON for jsonb', () => {
  test.each([
    ['NUL', 'a\u0000b', 'a\ufffdb'],
    ['half a pair', 'a\ud83d', 'a\ufffd'],
    ['a whole pair', '😀', '😀'],
    ['what only looks like an escape', '\\u0000 \\ud83d', '\\u0000 \\ud83d'],
    ['other control characters', '\u0001\n', '\u0001\n'],
  ])('%s', (_, text, stored) => {
    expect(JSON.parse(storableJson({ text }))).toEqual({ text: stored })
  })
})

test('a timestamp keeps its microseconds, also before 1970', () => {
  expect(timestampOf(1_795_262_400_123_456n)).toBe('2026-11-21T12:00:00.123456Z')
  expect(timestampOf(0)).toBe('1970-01-01T00:00:00.000000Z')
  expect(timestampOf(-1n)).toBe('1969-12-31T23:59:59.999999Z')
})

test('a trace id goes to a uuid and back', () => {
  const hex = '5b8efff798038103d269b633813fc60c'
  expect(uuidOf(hex)).toBe('5b8efff7-9803-8103-d269-b633813fc60c')
  expect(hexOf(uuidOf(hex))).toBe(hex)
})

test('rows carry their columns by name, and leave out what is null', () => {
  const recordset = new Recordset<{ id: string; name: string | null; firstSeenAt: Date }>(flows)
  const encoded = JSON.parse(recordset.encode([{ id: 'x', name: null, firstSeenAt: new Date(0) }]))
  expect(encoded).toEqual([{ id: 'x', first_seen_at: '1970-01-01T00:00:00.000Z' }])
  expect(
    recordset.excludedBut('org_id', 'id', 'source_id', 'team_id', 'namespace', 'dialect', 'owner_rule_id'),
  ).toBe('"name" = excluded."name", "first_seen_at" = excluded."first_seen_at"')
})
