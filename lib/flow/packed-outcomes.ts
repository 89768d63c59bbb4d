import type { Outcome } from '@/lib/model/listed-flow'
import { STATES } from '@/lib/model/state'

/**
 * Outcomes as one short text, a second exact: a catalogue hands a thousand of them to the browser, and as objects they
 * are most of the page.
 */
export const packOutcomes = (outcomes: Outcome[]): string =>
  outcomes
    .map(({ id, state, atMs }) => `${id}:${STATES.indexOf(state)}:${Math.floor(atMs / 1000).toString(36)}`)
    .join(' ')

/** What `packOutcomes` packed. */
export function unpackOutcomes(packed: string): Outcome[] {
  if (packed === '') return []
  return packed.split(' ').map((each) => {
    const [id = '', place = '', second = ''] = each.split(':')
    return { id, state: STATES[Number(place)] ?? 'unknown', atMs: Number.parseInt(second, 36) * 1000 }
  })
}
