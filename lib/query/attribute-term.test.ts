import { expect, test } from 'vitest'
import { parseAttributeTerm } from './attribute-term'

test.each([
  ['db.table=orders', { key: 'db.table', value: 'orders' }],
  [' http.url = https://a/?b=c ', { key: 'http.url', value: 'https://a/?b=c' }],
  ['empty=', { key: 'empty', value: '' }],
  ['padded=" x "', { key: 'padded', value: ' x ' }],
])('%s', (text, term) => {
  expect(parseAttributeTerm(text)).toEqual(term)
})

test.each(['', 'no sign', '=value', `${'k'.repeat(201)}=v`])('%s is none', (text) => {
  expect(parseAttributeTerm(text)).toBeNull()
})
