import { expect, test } from 'vitest'
import { STATES } from '@/lib/model/state'
import { packOutcomes, unpackOutcomes } from './packed-outcomes'

test('gives back every state and moment that was packed', () => {
  const outcomes = STATES.map((state, index) => ({
    id: `019a1b2c-3d4e-7f00-8a9b-00000000000${index % 10}`,
    state,
    atMs: 1_763_735_917_000 + index * 60_000,
  }))
  expect(unpackOutcomes(packOutcomes(outcomes))).toEqual(outcomes)
})

test('packs nothing as nothing', () => {
  expect(unpackOutcomes(packOutcomes([]))).toEqual([])
})

test('keeps the second, and lets go of what is finer', () => {
  const [outcome] = unpackOutcomes(packOutcomes([{ id: 'a', state: 'lost', atMs: 61_999 }]))
  expect(outcome).toEqual({ id: 'a', state: 'lost', atMs: 61_000 })
})
