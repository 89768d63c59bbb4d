import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actionWords, targetHref } from './audit-words'
import { jsonDifference } from './json-difference'

test('what differs comes first, place by place', () => {
  const before = { name: 'Data', owner: { email: 'a@example.com' }, tags: ['x', 'y'] }
  const after = { name: 'Platform', owner: { email: 'a@example.com' }, tags: ['x'], isPaused: true }
  expect(jsonDifference(before, after)).toEqual([
    { path: 'name', before: 'Data', after: 'Platform', isChanged: true },
    { path: 'tags', before: 'x, y', after: 'x', isChanged: true },
    { path: 'isPaused', before: null, after: 'true', isChanged: true },
    { path: 'owner.email', before: 'a@example.com', after: 'a@example.com', isChanged: false },
  ])
})

test('of what was made or deleted, all is on one side', () => {
  expect(jsonDifference(null, { name: 'x' })).toEqual([
    { path: 'name', before: null, after: 'x', isChanged: true },
  ])
  expect(jsonDifference({ rules: [{ a: 1 }], none: {} }, null)).toEqual([
    { path: 'rules.0.a', before: '1', after: null, isChanged: true },
    { path: 'none', before: '{}', after: null, isChanged: true },
  ])
  expect(jsonDifference(null, undefined)).toEqual([])
})

test('a value does not differ from itself, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonDifference(value, structuredClone(value)).some(({ isChanged }) => isChanged)).toBe(false)
    }),
  )
})

test('a thing is linked where it has a page, and by an id alone', () => {
  const id = '0a000000-0000-4000-8000-000000000001'
  expect(targetHref({ kind: 'source', id })).toBe(`/sources/${id}`)
  expect(targetHref({ kind: 'source', id: '../../sign-out' })).toBeNull()
  expect(targetHref({ kind: 'page', id: '/settings/system' })).toBe('/settings/system')
  expect(targetHref({ kind: 'page', id: '//evil.example.com' })).toBeNull()
  expect(targetHref({ kind: 'organization', id })).toBeNull()
  expect(actionWords('audit_log.exported')).toBe('Audit log exported')
})
