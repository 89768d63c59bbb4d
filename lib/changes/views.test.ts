import { describe, expect, test } from 'vitest'
import type { Change } from '@/lib/model/flow-change'
import { foldFlow } from './fold-changes'
import { at, FlowStory, flowText } from './testing/flow-story'
import { failureAfter, isByNonOwner, isOutsideHours, USUAL_HOURS, viewsOf } from './views'

const changeOf = (story: FlowStory): Change => {
  const change = foldFlow(story.witnesses()).changes.at(-1)
  if (change === undefined) throw new Error('The story has no change')
  return change
}
const [A, B] = [flowText('a'), flowText('a', '0 2 * * *')]
const committed = changeOf(new FlowStory().commit(1, A).commit(10, B).holds(11, B))
const edited = changeOf(new FlowStory().holds(1, A).holds(10, B).edit(10))
const unexplained = changeOf(new FlowStory().holds(1, A).holds(10, B))
const run = (id: string, hour: number, isGood: boolean | null) => ({ id, startedAt: at(hour), isGood })

test('before a failure: the one before was good, and the first after was not', () => {
  const [good, bad] = [run('a', 9, true), run('b', 12, false)]
  expect(failureAfter(committed, [bad, good])?.id).toBe('b')
  expect(failureAfter(committed, [run('x', 10.5, true), bad])?.id).toBe('b')
  expect(failureAfter(committed, [good, run('x', 11.5, true), bad])).toBeNull()
  expect(failureAfter(committed, [run('a', 9, false), bad])).toBeNull()
  expect(failureAfter(committed, [bad])).toBeNull()
  expect(failureAfter(committed, [good, run('x', 11.5, null), bad])?.id).toBe('b')
  expect(failureAfter(committed, [good, run('x', 11 + 24 * 8, false)])).toBeNull()
})

test.each([
  ['2026-11-02T08:00:00Z', 'UTC', false],
  ['2026-11-02T07:59:59Z', 'UTC', true],
  ['2026-11-02T19:00:00Z', 'UTC', true],
  ['2026-11-01T12:00:00Z', 'UTC', true],
  ['2026-11-02T07:30:00Z', 'Europe/Paris', false],
  ['2026-07-02T06:30:00Z', 'Europe/Paris', false],
  ['2026-11-02T18:30:00Z', 'Europe/Paris', true],
  ['2026-11-02T23:30:00Z', 'America/New_York', false],
  ['2026-11-02T12:00:00Z', 'Nowhere/Such', false],
])('hours: %s in %s', (when, timeZone, expected) => {
  expect(isOutsideHours(when, { ...USUAL_HOURS, timeZone })).toBe(expected)
})

describe('by non-owners', () => {
  const persons = new Map([['github:ada', 'p1']])
  test('whoever is no member, and no user at all', () => {
    expect(isByNonOwner(edited, persons, new Set(['p1']))).toBe(false)
    expect(isByNonOwner(edited, persons, new Set(['p2']))).toBe(true)
    expect(isByNonOwner(committed, persons, new Set(['p1']))).toBe(true)
    expect(isByNonOwner(unexplained, persons, new Set())).toBe(false)
  })
  test('a program acts for its author', () => {
    const bot = { ...edited, actorKey: 'github:x[bot]', isByBot: true, author: 'github:ada' }
    expect(isByNonOwner(bot, persons, new Set(['p1']))).toBe(false)
    expect(isByNonOwner({ ...bot, author: null }, persons, new Set())).toBe(false)
  })
})

test('a change is in all views that it belongs to', () => {
  const around = {
    hours: USUAL_HOURS,
    outcomes: [],
    persons: new Map<string, string>(),
    members: new Set<string>(),
  }
  expect(viewsOf(committed, around)).toEqual(['outside-hours', 'by-non-owners', 'schedules'])
  expect(viewsOf(edited, around)).toEqual(['edited-in-tool', 'outside-hours', 'by-non-owners', 'schedules'])
  expect(viewsOf(unexplained, around)).toEqual([
    'unexplained',
    'edited-in-tool',
    'outside-hours',
    'schedules',
  ])
})
