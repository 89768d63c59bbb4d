import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { DEFAULT_CATALOGUE, FIGURE_DAYS, FLOW_SORTS } from '@/lib/flow/flow-address'

/** The catalogue's only state. A value nobody knows is the usual one, so an old bookmark still opens. */
export const loadCatalogueParams = createLoader({
  q: parseAsString.withDefault(DEFAULT_CATALOGUE.q),
  sort: parseAsStringLiteral(FLOW_SORTS).withDefault(DEFAULT_CATALOGUE.sort),
  order: parseAsStringLiteral(['asc', 'desc']).withDefault(DEFAULT_CATALOGUE.order),
  days: parseAsStringLiteral(FIGURE_DAYS).withDefault(DEFAULT_CATALOGUE.days),
  page: parseAsInteger.withDefault(DEFAULT_CATALOGUE.page),
})
