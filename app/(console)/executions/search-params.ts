import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { DEFAULT_LIST, LANE_KINDS, LIST_SORTS, LIST_VIEWS } from '@/lib/query/list-address'

/** The list's only state. A value nobody knows is the usual one, so an old bookmark still opens. */
export const executionParams = {
  q: parseAsString.withDefault(DEFAULT_LIST.q),
  range: parseAsString.withDefault(DEFAULT_LIST.range),
  before: parseAsString.withDefault(DEFAULT_LIST.before),
  wider: parseAsString.withDefault(DEFAULT_LIST.wider),
  density: parseAsStringLiteral(['comfortable', 'compact']).withDefault(DEFAULT_LIST.density),
  chart: parseAsStringLiteral(['shown', 'hidden']).withDefault(DEFAULT_LIST.chart),
  view: parseAsStringLiteral(LIST_VIEWS).withDefault(DEFAULT_LIST.view),
  lanes: parseAsStringLiteral(LANE_KINDS).withDefault(DEFAULT_LIST.lanes),
  sort: parseAsStringLiteral(LIST_SORTS).withDefault(DEFAULT_LIST.sort),
  columns: parseAsString.withDefault(DEFAULT_LIST.columns),
}

export const loadExecutionParams = createLoader(executionParams)
