import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import { isTerminal, STATES } from '@/lib/model/state'
import { isLost, isOverdue, type OpenExecution, overdueAfterMs } from './overdue'
import { foldState } from './state'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = 100 * HOUR

const open = (of: Partial<OpenExecution>): OpenExecution => ({
  state: 'running',
  startedAtMs: 0,
  heardAtMs: 0,
  usualP95Ms: 10 * MINUTE,
  isEndless: false,
  ...of,
})

it.each([
  [null, 24 * HOUR],
  [MINUTE, 15 * MINUTE],
  [5 * MINUTE, 15 * MINUTE],
  [10 * MINUTE, 30 * MINUTE],
])('with a usual of %s ms it is overdue after %s', (usual, bound) => {
  expect(overdueAfterMs(usual)).toBe(bound)
  expect(isOverdue(open({ usualP95Ms: usual, startedAtMs: NOW - bound }), NOW)).toBe(false)
  expect(isOverdue(open({ usualP95Ms: usual, startedAtMs: NOW - bound - 1 }), NOW)).toBe(true)
})

it('never takes what is endless, has ended or of which nobody said how it is', () => {
  expect(isOverdue(open({ isEndless: true }), NOW)).toBe(false)
  for (const state of STATES)
    if (isTerminal(state) || state === 'unknown') expect(isOverdue(open({ state }), NOW)).toBe(false)
})

describe('lost', () => {
  const ALWAYS = { sourceHeardAtMs: null, listensSinceMs: 0 }

  it('is what has been silent for as long as it may be open', () => {
    expect(isLost(open({ heardAtMs: NOW - 30 * MINUTE }), ALWAYS, NOW)).toBe(false)
    expect(isLost(open({ heardAtMs: NOW - 31 * MINUTE }), ALWAYS, NOW)).toBe(true)
  })

  it.each([
    ['nobody listened then, and nothing came since', null, NOW, false],
    ['it is listened to for as long', null, NOW - 31 * MINUTE, true],
    ['nobody listens for long enough yet', null, NOW - 30 * MINUTE, false],
    ['its source told of other things meanwhile', 10 * HOUR + 31 * MINUTE, NOW, true],
    ['its source fell silent with it', 10 * HOUR + 30 * MINUTE, NOW, false],
  ])('is silence that says something: %s', (_, sourceHeardAtMs, listensSinceMs, isIt) => {
    expect(isLost(open({ heardAtMs: 10 * HOUR }), { sourceHeardAtMs, listensSinceMs }, NOW)).toBe(isIt)
  })

  it('is not what waits for a person or for its time', () => {
    expect(isLost(open({ state: 'waiting' }), ALWAYS, NOW)).toBe(false)
    expect(isLost(open({ state: 'scheduled' }), ALWAYS, NOW)).toBe(false)
  })

  const LOST: StateObservation = { state: 'lost', word: 'lost', at: '500', precedence: PRECEDENCE.guess }
  const said = fc.record({
    state: fc.constantFrom(
      ...STATES.filter((state) => state !== 'lost' && state !== 'unknown' && state !== 'missing'),
    ),
    word: fc.constantFrom('A', 'B'),
    at: fc.integer({ min: 1, max: 1_000 }).map(String),
    precedence: fc.constantFrom(0, 1, 2, 3, 4),
  }) as fc.Arbitrary<StateObservation>

  it('is taken back by any later word, and by any end, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (all, picks) => {
        const without = foldState(all)
        const withLost = [...all, LOST]
        const shuffled = withLost
          .map((each) => ({ each, by: picks.next().value ?? 0 }))
          .sort((a, b) => a.by - b.by)
          .map(({ each }) => each)
        const folded = foldState(shuffled)
        expect(folded).toEqual(foldState([...withLost, LOST]))
        const hasEnd = isTerminal(without.state)
        const hasLater = all.some(({ at }) => Number(at) > 500)
        expect(folded.state).toBe(all.length > 0 && (hasEnd || hasLater) ? without.state : 'lost')
      }),
    )
  })

  it('is no word of the tool', () => {
    expect(foldState([LOST])).toMatchObject({ state: 'lost', word: null })
  })
})
