import { expect, test } from 'vitest'
import { ALL_EVENTS, eventFilterOf, eventSearch, isNarrowed } from './event-address'

test('an address of events is a filter, without what says nothing or is no word of ours', () => {
  const now = Date.UTC(2026, 10, 21)
  expect(eventFilterOf(ALL_EVENTS, now)).toEqual({})
  expect(
    eventFilterOf({ ...ALL_EVENTS, verdict: 'drop table', protocol: 'webhook', range: '1h' }, now),
  ).toEqual({
    protocol: 'webhook',
    since: new Date(now - 3_600_000),
  })
})

test('an address is as short as it can be, and a change begins at the newest event', () => {
  const address = { ...ALL_EVENTS, verdict: 'failed', after: 'x' }
  expect(eventSearch(ALL_EVENTS)).toBe('')
  expect(eventSearch(address, { type: 'a b' })).toBe('verdict=failed&type=a+b')
  expect(eventSearch(address, { after: 'y' })).toBe('verdict=failed&after=y')
  expect([isNarrowed(ALL_EVENTS), isNarrowed(address)]).toEqual([false, true])
})
