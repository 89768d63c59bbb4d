import { expect, test } from 'vitest'
import { WorkInTurns } from './write-turns'

test('works in order, to the end, and lets the event loop turn within a piece of work', async () => {
  const done: string[] = []
  let turnsOfOthers = 0
  let isOver = false
  const others = () => {
    turnsOfOthers++
    if (!isOver) setImmediate(others)
  }
  setImmediate(others)
  const turns = await new Promise<number>((resolve) => {
    let ended = 0
    const work = new WorkInTurns<string>(
      function* (name) {
        for (let step = 0; step < 5; step++) {
          const until = performance.now() + 1
          while (performance.now() < until);
          yield
        }
        done.push(name)
      },
      () => {
        ended++
        if (work.isIdle) resolve(ended)
      },
    )
    for (const name of ['one', 'two', 'three']) work.add(name)
    expect(work.isIdle).toBe(false)
  })
  isOver = true
  expect(done).toEqual(['one', 'two', 'three'])
  // Fifteen milliseconds of steps, in turns of one and a half.
  expect(turns).toBeGreaterThanOrEqual(7)
  expect(turnsOfOthers).toBeGreaterThanOrEqual(turns - 1)
})
