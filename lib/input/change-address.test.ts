import { expect, test } from 'vitest'
import { ALL_CHANGES, changeFilterOf, changesHref, groupingOf, isNarrowed } from './change-address'

const NOW = Date.UTC(2026, 10, 21)

test('an address without words is the latest week of everything', () => {
  expect(changeFilterOf(ALL_CHANGES, NOW)).toEqual({ since: new Date(NOW - 7 * 86_400_000) })
  expect(isNarrowed(ALL_CHANGES)).toBe(false)
  expect(changesHref()).toBe('/changes')
})

test('what is chosen is asked for and stands in the address, where a page of it is left', () => {
  const chosen = { ...ALL_CHANGES, view: 'unexplained', range: 'all' as const, after: 'x' }
  expect(changeFilterOf(chosen, NOW)).toEqual({ view: 'unexplained', after: 'x' })
  expect(changesHref({ class: 'schedule' }, chosen)).toBe(
    '/changes?view=unexplained&class=schedule&range=all',
  )
})

test('a word that there is not is not asked for', () => {
  expect(changeFilterOf({ ...ALL_CHANGES, view: 'nothing', way: 'by hand', class: '?' }, NOW)).toEqual({
    since: new Date(NOW - 7 * 86_400_000),
  })
})

test('how the page is grouped leaves nothing out, and stays while the page is narrowed', () => {
  const grouped = { ...ALL_CHANGES, group: 'flow' }
  expect(groupingOf(grouped)).toBe('flow')
  expect(groupingOf({ ...ALL_CHANGES, group: 'moon' })).toBeNull()
  expect(isNarrowed(grouped)).toBe(false)
  expect(changeFilterOf(grouped, NOW)).toEqual(changeFilterOf(ALL_CHANGES, NOW))
  expect(changesHref({ merge: '12' }, grouped)).toBe('/changes?merge=12&group=flow')
})
