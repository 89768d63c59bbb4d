'use client'

import { STATES, type State } from '@/lib/model/state'
import { STATE_SHAPE } from './state-icon'
import { STATE_COLOR, STATE_WORD } from './state-words'

/** The shapes of all states, once in the page, for tables that show a thousand of them by `StateShape`. */
export function StateSymbols() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      {STATES.map((state) => (
        <symbol
          key={state}
          id={`state-${state}`}
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
          className={STATE_COLOR[state]}
        >
          {STATE_SHAPE[state]}
        </symbol>
      ))}
    </svg>
  )
}

/** The shape of a state at the least markup: its size is said by what holds it, its word too. */
export function StateShape({ state }: { state: State }) {
  return (
    <svg aria-hidden="true">
      <use href={`#state-${state}`} />
    </svg>
  )
}

/** Shape and word of a state, the word on hover and for readers: for rows of which a page holds many. */
export function StateMark({ state }: { state: State }) {
  return (
    <span className="state-mark" title={STATE_WORD[state]}>
      <StateShape state={state} />
      <span className="sr-only">{STATE_WORD[state]}</span>
    </span>
  )
}
