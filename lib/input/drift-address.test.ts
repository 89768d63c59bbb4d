import { describe, expect, test } from 'vitest'
import { ALL_DRIFT, driftFilterOf, driftHref, isDriftNarrowed } from './drift-address'

describe('the address of the drift', () => {
  test('shows what is not one with Git, unless it says otherwise', () => {
    expect(driftFilterOf(ALL_DRIFT)).toEqual({
      states: ['diverged', 'ahead', 'orphan', 'behind', 'dormant'],
      page: 1,
    })
    expect(driftFilterOf({ ...ALL_DRIFT, state: 'in_sync' })).toEqual({ state: 'in_sync', page: 1 })
    expect(driftFilterOf({ ...ALL_DRIFT, state: 'edited' })).toEqual({
      states: ['ahead', 'diverged'],
      page: 1,
    })
  })

  test('shows one flow however it stands, and a word that is no state as none', () => {
    expect(driftFilterOf({ ...ALL_DRIFT, flow: 'f' })).toEqual({ flowId: 'f', page: 1 })
    expect(driftFilterOf({ ...ALL_DRIFT, state: 'gone' })).toEqual(driftFilterOf(ALL_DRIFT))
  })

  test('keeps what it said, but for the page', () => {
    const address = { ...ALL_DRIFT, q: 'orders', page: 3 }
    expect(driftHref({ state: 'ahead' }, address)).toBe('/changes/drift?state=ahead&q=orders')
    expect(driftHref({ page: 4 }, address)).toBe('/changes/drift?q=orders&page=4')
    expect(driftHref()).toBe('/changes/drift')
    expect([isDriftNarrowed(address), isDriftNarrowed(ALL_DRIFT)]).toEqual([true, false])
  })
})
