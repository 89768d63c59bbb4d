import { expect, test } from 'vitest'
import { againstUsual } from './usual'

const usual = { count: 50, p50Ms: 60_000, p95Ms: 80_000 }

test('within the band nothing is remarked, and the band is told', () => {
  expect(againstUsual(79_000, usual)).toEqual({
    verdict: 'usual',
    remark: null,
    band: 'usually 1 m – 1 m 20 s (last 50)',
  })
})

test('past the 95th percentile it says how many times the median it took', () => {
  expect(againstUsual(108_000, usual)).toMatchObject({ verdict: 'longer', remark: '1.8× usual' })
  expect(againstUsual(600_000, usual)).toMatchObject({ verdict: 'much longer', remark: '10× usual' })
})

test('one that took less than half is remarked, unless all of it is a moment', () => {
  expect(againstUsual(6_000, usual)).toMatchObject({ verdict: 'shorter', remark: '0.1× usual' })
  expect(againstUsual(1, { count: 9, p50Ms: 20, p95Ms: 30 }).remark).toBeNull()
})

test('a flow that takes no time at all divides by nothing', () => {
  expect(againstUsual(5, { count: 9, p50Ms: 0, p95Ms: 0 }).remark).toBeNull()
  expect(againstUsual(0, { count: 9, p50Ms: 0, p95Ms: 0 }).verdict).toBe('usual')
})
