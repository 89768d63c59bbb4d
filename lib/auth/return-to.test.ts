import { expect, test } from 'vitest'
import { safeReturnTo } from './return-to'

test.each([
  ['/executions?state=failed#x', '/executions?state=failed#x'],
  ['/', '/'],
  ['/executions?state=failed&_rsc=1abc', '/executions?state=failed'],
  ['/a/../executions', '/executions'],
])('%s is a path of the console', (wanted, path) => {
  expect(safeReturnTo(wanted)).toBe(path)
})

test.each([
  null,
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  '/sign-in?returnTo=/x',
  '/sign-out',
  '/api/auth/signout',
])('%j leads home', (wanted) => {
  expect(safeReturnTo(wanted)).toBe('/')
})
