import { expect, test } from 'vitest'
import { nextRoundAt, pauseMs } from './poll-pace'

const at = (ms: number) => new Date(ms)

test('pauses double, to an hour at most', () => {
  expect([0, 1, 2, 20].map((failures) => pauseMs(30_000, failures))).toEqual([
    30_000, 60_000, 120_000, 3_600_000,
  ])
  expect(pauseMs(7_200_000, 3)).toBe(7_200_000)
})

test('the next round is counted from the beginning of the last, and at once where something changed', () => {
  const asked = { startedAt: at(100_000), failures: 0, connectedAt: at(50_000), everySeconds: 30 }
  expect(nextRoundAt(asked)).toBe(130_000)
  expect(nextRoundAt({ ...asked, failures: 2 })).toBe(220_000)
  expect(nextRoundAt({ ...asked, connectedAt: at(100_001) })).toBeNull()
  expect(nextRoundAt({ ...asked, startedAt: null })).toBeNull()
})
