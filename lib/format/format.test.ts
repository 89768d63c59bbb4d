import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countOf, formatCappedCount, formatCount } from './count'
import { formatDuration, formatNanos } from './duration'
import { errorWords, versionWords } from './execution-words'
import { preferencesFrom } from './preferences'
import { formatInstant, formatRelative, formatShort, millisOf, zoneName } from './time'

test.for([
  [0, '0 ms'],
  [0.0123, '12.3 µs'],
  [4.26, '4.3 ms'],
  [820, '820 ms'],
  [999.6, '1.0 s'],
  [4200, '4.2 s'],
  [9960, '10 s'],
  [59_499, '59 s'],
  [59_700, '1 m'],
  [185_000, '3 m 05 s'],
  [3_599_600, '1 h'],
  [7_800_000, '2 h 10 m'],
  [86_399_000, '1 d'],
  [273_600_000, '3 d 04 h'],
] as const)('%d ms reads %s', ([ms, words]) => {
  expect(formatDuration(ms)).toBe(words)
})

test('no length of time ever reads with 60 seconds, 60 minutes or 24 hours left over', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.000001, max: 1e10, noNaN: true }), (ms) => {
      expect(formatDuration(ms)).not.toMatch(/\b60 [sm]\b|\b24 h\b|-/)
    }),
  )
})

test('nanoseconds keep what a float would lose', () => {
  expect(formatNanos(1_500_000_000n)).toBe('1.5 s')
  expect(formatNanos(12_000n)).toBe('12 µs')
  expect(millisOf('1780000000000000001')).toBe(1_780_000_000_000)
})

test('counts are read in groups of three and stop where they were stopped', () => {
  expect(formatCount(1234567)).toBe('1\u202f234\u202f567')
  expect(formatCappedCount(10_001, 10_000)).toBe('10\u202f000+')
  expect(formatCappedCount(10_000, 10_000)).toBe('10\u202f000')
  expect([countOf(1, 'execution'), countOf(0, 'execution'), countOf(2, 'entry', 'entries')]).toEqual([
    '1 execution',
    '0 executions',
    '2 entries',
  ])
})

test.for([
  [0, 'just now'],
  [4000, '4 s ago'],
  [59_999, '59 s ago'],
  [185_000, '3 min ago'],
  [7_200_000, '2 h ago'],
  [172_800_000, '2 d ago'],
  [-5000, 'in 5 s'],
] as const)('%d ms back is %s', ([ms, words]) => {
  expect(formatRelative(1_000_000_000 - ms, 1_000_000_000)).toBe(words)
})

test('a moment is written in the zone that is asked for, summer time included', () => {
  const [winter, summer] = [Date.UTC(2026, 0, 31, 23, 15, 4), Date.UTC(2026, 6, 1, 23, 15, 4)]
  expect(formatInstant(winter, 'UTC')).toBe('31 Jan 2026, 23:15:04')
  expect(formatInstant(winter, 'Europe/Zurich')).toBe('01 Feb 2026, 00:15:04')
  expect(formatShort(summer, 'Europe/Zurich')).toBe('02 Jul, 01:15')
  expect([zoneName(winter, 'UTC'), zoneName(summer, 'Asia/Kolkata')]).toEqual(['UTC', 'GMT+5:30'])
})

test('preferences that are not understood are the usual ones', () => {
  const from = (cookies: Record<string, string>) => preferencesFrom((name) => cookies[name])
  expect(from({})).toEqual({
    theme: 'system',
    zoneChoice: 'mine',
    zone: 'UTC',
    isRailNarrow: false,
  })
  expect(from({ 'rl-theme': 'neon', 'rl-browser-zone': 'Mars/Olympus' })).toMatchObject({
    theme: 'system',
    zone: 'UTC',
  })
  expect(from({ 'rl-theme': 'dark', 'rl-browser-zone': 'Europe/Zurich' })).toMatchObject({
    theme: 'dark',
    zone: 'Europe/Zurich',
  })
  expect(from({ 'rl-zone': 'utc', 'rl-browser-zone': 'Europe/Zurich' }).zone).toBe('UTC')
})

test('a version is shown by what tells it apart soonest', () => {
  const commit = '9f56ada1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7'
  expect(versionWords({ version: null, commit, branch: 'main' })).toEqual({
    short: '9f56ada',
    full: `main · ${commit}`,
  })
  expect(versionWords({ version: 'v18', commit, branch: null }).short).toBe('v18')
  expect(versionWords({ version: null, commit: 'r1234', branch: null }).short).toBe('r1234')
  expect(versionWords({ version: null, commit: null, branch: null })).toEqual({ short: null, full: null })
})

test('an error says its type once', () => {
  expect(errorWords({ errorType: 'java.net.SocketTimeoutException', error: 'timed out' })).toBe(
    'SocketTimeoutException: timed out',
  )
  expect(errorWords({ errorType: 'E', error: 'E: gone' })).toBe('E: gone')
  expect(errorWords({ errorType: 'OOMKilled', error: null })).toBe('OOMKilled')
  expect(errorWords({ errorType: null, error: null })).toBeNull()
})
