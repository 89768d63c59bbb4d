import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { CHANGE_RANGES } from '@/lib/input/change-address'

const text = parseAsString.withDefault('')

/** The page's only state. */
export const loadChangeParams = createLoader({
  ...{ view: text, q: text, team: text, source: text, flow: text, person: text, class: text, way: text },
  ...{ merge: text, group: text },
  range: parseAsStringLiteral(CHANGE_RANGES).withDefault('7d'),
  after: text,
})
