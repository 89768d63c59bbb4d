import { createLoader, parseAsInteger, parseAsString } from 'nuqs/server'

const text = parseAsString.withDefault('')

/** The page's only state. */
export const loadDriftParams = createLoader({
  ...{ state: text, q: text, team: text, source: text, flow: text },
  page: parseAsInteger.withDefault(1),
})
