import type { ExecutionFact, StateObservation, UnixNano } from '@/lib/model/fact'
import type { State } from '@/lib/model/state'
import { compareNano, foldState } from './state'

/** One origin and what it says about the execution's state. */
export type Witness = {
  /** `trace:<id>`, or whatever else was received. */
  origin: string
  traceId: string | null
  dialect: string
  state: State
  word: string | null
  /** What it read the state from, in words. */
  readFrom: string
  at: UnixNano | null
  /** False when it says something else than what the execution is shown as. */
  agrees: boolean
}

const READ_FROM: Record<StateObservation['precedence'], string> = {
  4: 'the tool’s own word for the state',
  3: 'an attribute of the tool',
  2: 'the CI/CD conventions',
  1: 'the type of an event',
  0: 'the status of a span',
  [-1]: 'a correction by Runledger: the source knows nothing of it, or is silent',
}

/** What a worth means to a reader. */
export const readFrom = (precedence: StateObservation['precedence']): string => READ_FROM[precedence]

/** Who said what about the state, the most believed first, so that a disagreement is seen and not settled in secret. */
export function witnessesOf(facts: Readonly<Record<string, ExecutionFact>>, shown: State): Witness[] {
  return Object.entries(facts)
    .flatMap(([origin, fact]) => {
      const { state, word } = foldState(fact.states)
      const decisive = fact.states
        .filter((each) => each.state === state)
        .sort((a, b) => b.precedence - a.precedence || compareNano(b.at, a.at))[0]
      if (!decisive) return []
      const { traceId, dialect } = fact
      const witness: Witness = {
        origin,
        traceId,
        dialect,
        state,
        word,
        readFrom: READ_FROM[decisive.precedence],
        at: decisive.at,
        agrees: state === shown,
      }
      return [{ witness, precedence: decisive.precedence }]
    })
    .sort((a, b) => Number(b.witness.agrees) - Number(a.witness.agrees) || b.precedence - a.precedence)
    .map(({ witness }) => witness)
}
