import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isSettledWithin } from './settled-within'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what is there already is there in time, and nothing is left waiting', async () => {
  expect(await isSettledWithin(Promise.resolve('rows'), 300)).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('a failure has come in time too: it is for the caller to meet', async () => {
  expect(await isSettledWithin(Promise.reject(new Error('no database')), 300)).toBe(true)
})

test('what takes longer is late from the moment on, not earlier', async () => {
  const asked = isSettledWithin(new Promise(() => undefined), 300)
  const answer = vi.fn()
  void asked.then(answer)
  await vi.advanceTimersByTimeAsync(299)
  expect(answer).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(answer).toHaveBeenCalledWith(false)
})
