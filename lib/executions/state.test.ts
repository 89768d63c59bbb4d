import { describe, expect, it } from 'vitest'
import type { StateObservation } from '@/lib/model/fact'
import type { State } from '@/lib/model/state'
import { compareNano, foldState, orderObservations } from './state'

const seen = (
  state: State,
  at: number,
  precedence: 0 | 1 | 2 | 3 | 4 = 4,
  more: object = {},
): StateObservation => ({
  state,
  word: state.toUpperCase(),
  at: String(at),
  precedence,
  ...more,
})

describe('foldState', () => {
  it.each<[string, StateObservation[], State]>([
    ['nothing said', [], 'unknown'],
    ['the latest that is open', [seen('running', 2), seen('queued', 1)], 'running'],
    ['the first final', [seen('failed', 3), seen('success', 4)], 'failed'],
    ['the worse of one moment', [seen('success', 3), seen('failed', 3)], 'failed'],
    ['a final over what was seen later', [seen('success', 3), seen('running', 9)], 'success'],
    ['failed made more exact', [seen('failed', 3), seen('timed_out', 4)], 'timed_out'],
    ['success made more exact', [seen('success', 3), seen('warning', 4)], 'warning'],
    ['a found one that was lost', [seen('lost', 3), seen('success', 4)], 'success'],
    ['a word over a status', [seen('success', 3, 0), seen('cancelled', 3, 4)], 'cancelled'],
    ['a convention over a status that came first', [seen('failed', 2, 0), seen('success', 3, 2)], 'success'],
    [
      'a word that it still runs, after a span ended',
      [seen('success', 3, 0), seen('running', 4, 4)],
      'running',
    ],
    [
      'not a word that it ran before the span ended',
      [seen('running', 2, 4), seen('success', 3, 0)],
      'success',
    ],
    ['what is known over an unheard-of word', [seen('failed', 3, 2), seen('unknown', 4, 3)], 'failed'],
    ['an unheard-of word over nothing better', [seen('running', 1, 0), seen('unknown', 3, 3)], 'unknown'],
    ['put back to work', [seen('failed', 3), seen('queued', 5, 4, { reopens: true })], 'queued'],
    [
      'ended again',
      [seen('failed', 3), seen('queued', 5, 4, { reopens: true }), seen('success', 9)],
      'success',
    ],
  ])('is %s', (_what, observations, state) => {
    expect(foldState(observations).state).toBe(state)
  })

  it('keeps the word of the tool, and takes none from a status', () => {
    expect(foldState([seen('failed', 3, 3)]).word).toBe('FAILED')
    expect(foldState([seen('failed', 3, 0)]).word).toBeNull()
  })

  it('keeps what decides when there is more than it can keep', () => {
    const many = Array.from({ length: 100 }, (_, at) => seen('running', at + 10))
    const { state, transitions } = foldState([seen('failed', 1), ...many])
    expect(state).toBe('failed')
    expect(transitions).toHaveLength(64)
    expect(transitions.at(-1)).toMatchObject({ at: '109' })
  })
})

it('orders times as numbers, not as text', () => {
  expect(['10', '9', '100'].sort(compareNano)).toEqual(['9', '10', '100'])
  expect(orderObservations([seen('success', 10), seen('running', 9)]).map((each) => each.at)).toEqual([
    '9',
    '10',
  ])
})
