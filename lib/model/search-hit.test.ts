import { expect, test } from 'vitest'
import { countedValuesFrom } from './counted-value'
import { searchHitsFrom } from './search-hit'

const HIT = { kind: 'execution', id: 'x', title: 'nightly', says: 'etl', state: 'failed' }

test('hits are taken as they come, with a state or without', () => {
  const hits = [HIT, { ...HIT, kind: 'person', state: null }]
  expect(searchHitsFrom({ hits })).toEqual(hits)
  expect(searchHitsFrom({ hits: [] })).toEqual([])
})

test.each([
  null,
  'no',
  {},
  { hits: null },
  { hits: [null] },
  { hits: [{ ...HIT, kind: 'job' }] },
  { hits: [{ ...HIT, state: 'done' }] },
  { hits: [{ ...HIT, title: 3 }] },
])('an answer that is not what was agreed is not known: %j', (answer) => {
  expect(searchHitsFrom(answer)).toBeNull()
})

test('values come with their counts, or not at all', () => {
  expect(countedValuesFrom({ values: [{ value: 'a', count: 2 }] })).toEqual([{ value: 'a', count: 2 }])
  expect(countedValuesFrom({ values: [{ value: 'a' }] })).toEqual([])
  expect(countedValuesFrom(null)).toEqual([])
})
