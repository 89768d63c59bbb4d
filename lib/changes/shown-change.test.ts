import { expect, test } from 'vitest'
import type { ListedChange } from '@/lib/model/listed-change'
import { shownChanges } from './shown-change'

const CHANGE: ListedChange = {
  ...{ id: 'c1', at: new Date('2026-11-21T09:00:00Z'), flowId: 'f1', name: 'restock', namespace: 'shop' },
  ...{
    sourceId: 's1',
    source: 'Kestra',
    sourceKind: 'kestra',
    isSample: false,
    teamId: 't1',
    team: 'Growth',
  },
  ...{ way: 'git', classes: ['schedule'], summary: 'schedule 03:00 → 02:00', isUnexplained: false },
  actor: { key: 'github:ada', name: 'ada', isBot: false, personId: 'p1', person: 'Ada Lovelace' },
  reason: { kind: 'merge', text: 'Trucks come earlier, OPS-7\n\nAnd more words.', url: null },
  ...{ hasReason: true, tickets: ['OPS-7', 'OPS-8'], commit: null, merge: null, deployExecutionId: null },
  reached: { committedAt: null, deployedAt: null, executedAt: null },
  isWitnessedBy: { git: true, tool: false, ci: false, execution: true },
  ...{ drift: null, isReviewed: false, isAsked: false, effect: [] },
}

test('a row says its reason in one line, the tickets that are not in it, and who tells of it', () => {
  const [row] = shownChanges([CHANGE])
  expect(row).toMatchObject({
    at: '2026-11-21T09:00:00.000Z',
    reason: { text: 'Trucks come earlier, OPS-7' },
    tickets: ['OPS-8'],
    witnesses: ['git', 'execution'],
  })
  expect(row).not.toHaveProperty('marks')
})

test('marks are there where there are any', () => {
  const [row] = shownChanges([{ ...CHANGE, isUnexplained: true, isAsked: true, reason: null }])
  expect(row).toMatchObject({ marks: ['unexplained', 'asked'], tickets: ['OPS-7', 'OPS-8'] })
})

test('who made several changes is the same object in all of them', () => {
  const actor = { key: 'github:ada', name: 'ada', isBot: false, personId: 'p1', person: 'Ada Lovelace' }
  const [first, second] = shownChanges([CHANGE, { ...CHANGE, id: 'c2', actor }])
  expect(second?.actor).toBe(first?.actor)
})
