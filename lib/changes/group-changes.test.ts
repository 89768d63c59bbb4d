import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GroupedChange, groupChanges } from './group-changes'

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)
const ada = { key: 'github:ada', name: 'ada', isBot: false, personId: 'p1', person: 'Ada Lovelace' }
const grace = { key: 'kestra:grace', name: 'grace', isBot: false, personId: 'p2', person: null }
const merge = { number: '12', title: 'Restock earlier', url: 'https://git.example/shop/pull/12' }
const change = (over: Partial<GroupedChange>): GroupedChange => ({
  ...{ at: '2026-11-21T09:00:00.000Z', flowId: 'f1', name: 'restock', source: 'Kestra' },
  ...{ actor: null, merge: null },
  ...over,
})

const CHANGES = [
  change({ actor: ada, merge }),
  change({ actor: grace, flowId: 'f2', name: 'orders' }),
  change({ actor: ada, merge, at: '2026-11-20T23:00:00.000Z' }),
  change({ flowId: null, name: 'warehouse', at: '2026-11-20T22:00:00.000Z' }),
]

test.each([
  ['day', ['2026-11-21 2', '2026-11-20 2']],
  ['flow', ['restock 2', 'orders 1', 'warehouse 1']],
  ['person', ['Ada Lovelace 2', 'grace 1', 'Nobody known 1']],
  ['merge', ['#12 Restock earlier 2', 'No merge request 2']],
] as const)('changes of a page are put together by %s', (by, said) => {
  expect(groupChanges(CHANGES, by, dayOf).map(({ title, changes }) => `${title} ${changes.length}`)).toEqual(
    said,
  )
})

test('what a group shares narrows the list to it, where something does', () => {
  const narrowed = (by: 'day' | 'flow' | 'person' | 'merge') =>
    groupChanges(CHANGES, by, dayOf).map(({ narrow }) => narrow)
  expect(narrowed('day')).toEqual([null, null])
  expect(narrowed('flow')).toEqual([{ flow: 'f1' }, { flow: 'f2' }, null])
  expect(narrowed('person')).toEqual([{ person: 'p1' }, { person: 'p2' }, null])
  expect(narrowed('merge')).toEqual([{ merge: merge.url }, null])
})

test('nothing is lost or shown twice, whatever is grouped', () => {
  const anyChange = fc.record({
    at: fc.integer({ min: 0, max: 9e11 }).map((ms) => new Date(ms).toISOString()),
    flowId: fc.constantFrom(null, 'f1', 'f2'),
    name: fc.string(),
    source: fc.constantFrom('Kestra', 'Airflow'),
    actor: fc.constantFrom(null, ada, grace),
    merge: fc.constantFrom(null, merge, { ...merge, url: null }),
  })
  fc.assert(
    fc.property(
      fc.array(anyChange),
      fc.constantFrom('day', 'flow', 'person', 'merge' as const),
      (changes, by) => {
        const groups = groupChanges(changes, by, dayOf)
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
        expect(groups.flatMap((group) => group.changes).toSorted(byPlace(changes))).toEqual(changes)
      },
    ),
  )
})

const byPlace = (all: GroupedChange[]) => (a: GroupedChange, b: GroupedChange) =>
  all.indexOf(a) - all.indexOf(b)
