import { describe, expect, test } from 'vitest'
import { saysNoReason, ticketsIn } from './change-reason'

describe('words that give no reason', () => {
  test.each([
    'update',
    'Update.',
    'wip',
    'fix',
    'Fixes',
    'Update load.yml',
    'update flows',
    'Merge branch "main" of x',
    '...',
    'x',
    'chore: update',
    'fix: typo',
    'Update (#12)',
    'asdf',
    'minor changes',
    'Auto-commit by Kestra',
    '',
  ])('%j', (text) => expect(saysNoReason(text)).toBe(true))
  test.each([
    'Load before the shops open',
    'Fix the double booking of refunds',
    'update retries to 3 as the API is slow',
    'feat: add the shop of Paris',
    'Revert "Load earlier"',
    'Add refunds',
  ])('but %j does', (text) => expect(saysNoReason(text)).toBe(false))
})

test.each([
  ['SHOP-12 and shop-13, ABC2-7', ['SHOP-12', 'ABC2-7']],
  ['Fixes #45, octo/app#7 and !12', ['#45', 'octo/app#7', '!12']],
  ['UTF-8, SHA-256, ISO-8601, x-1', []],
  [
    'see https://acme.atlassian.net/browse/SHOP-12 and https://github.com/o/r/issues/4.',
    ['SHOP-12', 'https://github.com/o/r/issues/4'],
  ],
  ['AB#1234', ['AB#1234']],
  ['color #45abc, a&#39; b', []],
  ['SHOP-1 SHOP-1', ['SHOP-1']],
])('tickets in %j', (text, expected) => {
  expect(ticketsIn(text)).toEqual(expected)
})
