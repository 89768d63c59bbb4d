import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { KESTRA_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'

const MAX_HISTORIES = 500

/** What a `state` of Kestra's says: of an execution, a task run or an attempt, old numeric durations and 2.0 alike. */
export type KestraState = {
  /** The word that holds now. */
  current: string | null
  states: StateObservation[]
  queuedAt?: UnixNano
  startedAt?: UnixNano
  endedAt?: UnixNano
  /** When the latest word was said. */
  at: UnixNano
}

/**
 * Reads it from its histories, which tell when each state began. A state that goes on after a final one means that
 * somebody put it back to work (RESTARTED), so what was before no longer counts. `endDate` is set while it is PAUSED
 * too, and is an end only once the state is final.
 */
export function readState(state: JsonReader, otherwise: UnixNano): KestraState {
  const current = state.at('current').text() ?? null
  const told = historiesOf(state, current, otherwise)
  const states: StateObservation[] = []
  let isOver = false
  for (const { word, at } of told) {
    const seen = observe(KESTRA_WORDS, word, at, PRECEDENCE.word)
    const goesOn = isOver && !isTerminal(seen.state)
    states.push(goesOn ? { ...seen, reopens: true } : seen)
    isOver = isTerminal(seen.state)
  }
  return {
    current,
    states,
    queuedAt: state.at('startDate').time() ?? told[0]?.at,
    startedAt: told.find(({ word }) => /^running$/i.test(word))?.at,
    endedAt: isOver ? (state.at('endDate').time() ?? told.at(-1)?.at) : undefined,
    at: told.at(-1)?.at ?? otherwise,
  }
}

/** The states with their times, oldest first; the current one also where the histories are not sent. */
function historiesOf(
  state: JsonReader,
  current: string | null,
  otherwise: UnixNano,
): { word: string; at: UnixNano }[] {
  const told = state
    .at('histories')
    .items()
    .slice(0, MAX_HISTORIES)
    .flatMap((each) => {
      const [word, at] = [each.at('state').text(), each.at('date').time()]
      return word === undefined || at === undefined ? [] : [{ word, at }]
    })
  if (current === null || told.at(-1)?.word === current) return told
  const at = state.at('endDate').time() ?? told.at(-1)?.at ?? state.at('startDate').time() ?? otherwise
  return [...told, { word: current, at }]
}
