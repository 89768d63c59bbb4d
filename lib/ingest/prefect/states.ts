import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import { observe, PREFECT_TYPES, prefectNameState } from '@/lib/ingest/otlp/dialects/state-words'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'

/** A state of Prefect's, whichever way it was sent. */
export type PrefectState = { type: string; name: string; at: UnixNano; message?: string }

/** The state in the resource of an event. */
export function eventState(resource: JsonReader, otherwise: UnixNano): PrefectState | null {
  const type = resource.at('prefect.state-type').text()
  if (type === undefined) return null
  return {
    type,
    name: resource.at('prefect.state-name').text() ?? type,
    at: resource.at('prefect.state-timestamp').time() ?? otherwise,
    message: resource.at('prefect.state-message').text(),
  }
}

/** A state as the API gives it, in a run or in the list of all its states. */
export function apiState(state: JsonReader, otherwise: UnixNano): PrefectState | null {
  const type = state.at('type').text()
  if (type === undefined) return null
  const at = state.at('timestamp').time() ?? otherwise
  return { type, name: state.at('name').text() ?? type, at, message: state.at('message').text() }
}

/** What a state's type and name say: AwaitingRetry is SCHEDULED, TimedOut is FAILED. */
export function observation({ type, name, at }: PrefectState): StateObservation {
  const seen = observe(PREFECT_TYPES, type, at, PRECEDENCE.word)
  return { ...seen, word: name, state: prefectNameState(name) ?? seen.state }
}

/** A run goes on after a final state when somebody retries it: what was before no longer counts. */
export function observations(states: readonly PrefectState[], before?: string): StateObservation[] {
  let isOver = before !== undefined && isFinal(before)
  return states.map((state) => {
    const seen = observation(state)
    const goesOn = isOver && !isTerminal(seen.state)
    isOver = isTerminal(seen.state)
    return goesOn ? { ...seen, reopens: true } : seen
  })
}

const isFinal = (type: string): boolean => /^(completed|failed|crashed|cancelled)$/i.test(type)

/** Times that follow from the states themselves. */
export function timesOf(states: readonly PrefectState[]) {
  const isOf = (type: RegExp) => (state: PrefectState) => type.test(state.type)
  return {
    queuedAt: states.find(isOf(/^(scheduled|pending)$/i))?.at,
    startedAt: states.find(isOf(/^running$/i))?.at,
    endedAt: states.findLast((state) => isFinal(state.type))?.at,
  }
}

/** Why it broke, which Prefect puts into the message of the state. */
export function errorsOf(states: readonly PrefectState[]): ErrorObservation[] | undefined {
  const broken = states.filter(
    ({ type, message }) => /^(failed|crashed)$/i.test(type) && message !== undefined,
  )
  if (broken.length === 0) return undefined
  return broken.map(({ name, at, message }) => ({
    type: name,
    message: toldMessage(message ?? name),
    at,
    spanId: null,
    rank: 2,
  }))
}
