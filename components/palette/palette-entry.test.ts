import { expect, test } from 'vitest'
import { paletteGroups } from './palette-entry'

const hit = { id: '1', title: 'orders', says: '', state: null }

test('without a word it leads to the pages', () => {
  const [pages, ...rest] = paletteGroups('', [])
  expect(pages?.entries.map((each) => each.title)).toContain('Executions')
  expect(pages?.entries.map((each) => each.title)).not.toContain('API tokens')
  expect(rest).toEqual([])
})

test('what was found stands by kind, and leads to its page', () => {
  const groups = paletteGroups('orders', [
    { ...hit, kind: 'person' },
    { ...hit, kind: 'flow' },
    { ...hit, kind: 'execution', state: 'failed' },
  ])
  expect(groups.map(({ title }) => title)).toEqual(['Executions', 'Flows', 'People'])
  expect(groups.flatMap(({ entries }) => entries.map(({ href }) => href))).toEqual([
    '/executions/1',
    '/flows/1',
    '/settings/members/1',
  ])
  expect(new Set(groups.flatMap(({ entries }) => entries.map(({ key }) => key))).size).toBe(3)
})

test('a page is found by a part of its name', () => {
  expect(paletteGroups('TOK', [])[0]?.entries.map(({ href }) => href)).toEqual(['/settings/tokens'])
})
