import { expect, test } from 'vitest'
import { requestRate } from './request-rate'

test('so many a minute, evenly, for each caller', () => {
  let nowMs = 0
  const take = requestRate(60, () => nowMs)
  for (let i = 0; i < 60; i++) take('ada')
  expect(() => take('ada')).toThrow(expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 1 }))
  expect(() => take('grace')).not.toThrow()
  nowMs += 2_000
  take('ada')
  take('ada')
  expect(() => take('ada')).toThrow('60 requests a minute')
  nowMs += 3_600_000
  for (let i = 0; i < 60; i++) take('ada')
  expect(() => take('ada')).toThrow()
})

test('knocking on does not keep the door shut', () => {
  let nowMs = 0
  const take = requestRate(60, () => nowMs)
  for (let i = 0; i < 60; i++) take('ada')
  let taken = 0
  for (let i = 0; i < 100; i++) {
    nowMs += 100
    if (isTaken(() => take('ada'))) taken++
  }
  expect(taken).toBeGreaterThanOrEqual(9)
})

function isTaken(request: () => void): boolean {
  try {
    request()
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'rate_limited' })
    return false
  }
}
