import { once } from 'node:events'
import { expect, test } from 'vitest'
import { keepLooking } from './look-loop'

const loop = { everyMs: 1, logger: 'worker', failed: 'no look' }

test('a look that fails is followed by the next', async () => {
  let looks = 0
  await new Promise<void>((resolve) => {
    const background = keepLooking({
      ...loop,
      look: async () => {
        looks += 1
        if (looks === 1) throw new Error('broken')
        resolve(background.stop())
      },
    })
  })
  expect(looks).toBe(2)
})

test('stopping aborts, waits for the look that is under way, and only then ends what was begun', async () => {
  const said: string[] = []
  const stopping = new AbortController()
  const background = keepLooking({
    ...loop,
    look: async () => {
      await once(stopping.signal, 'abort')
      said.push('looked')
    },
    abort: () => {
      said.push('aborted')
      stopping.abort()
    },
    end: async () => {
      said.push('ended')
    },
  })
  await background.stop()
  expect(said).toEqual(['aborted', 'looked', 'ended'])
})
