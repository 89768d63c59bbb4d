import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { FIGURE_DAYS, FLOW_TABS } from '@/lib/flow/flow-address'
import { TASK_SORTS } from '@/lib/flow/task-order'
import { DEFAULT_RANGE } from '@/lib/query/list-address'

/** What of the flow is looked at. A value we do not know is the usual one, so that an old link still opens. */
export const loadFlowParams = createLoader({
  tab: parseAsStringLiteral(FLOW_TABS).withDefault('overview'),
  /** Days of the key figures. */
  days: parseAsStringLiteral(FIGURE_DAYS).withDefault('30'),
  /** Page of the tasks in the grid. */
  page: parseAsInteger.withDefault(1),
  /** Place after which the columns of the grid, or the rows of the list, begin. */
  before: parseAsString.withDefault(''),
  /** Only the tasks of the grid that broke. */
  broken: parseAsStringLiteral(['1']),
  sort: parseAsStringLiteral(TASK_SORTS).withDefault('broken'),
  /** Numbers of the versions that are compared, and how their texts are laid out. */
  from: parseAsInteger,
  to: parseAsInteger,
  look: parseAsStringLiteral(['side', 'inline']).withDefault('side'),
  /** Every version, not the newest alone. */
  all: parseAsStringLiteral(['1']),
  q: parseAsString.withDefault(''),
  range: parseAsString.withDefault(DEFAULT_RANGE),
})

export type FlowAddress = Awaited<ReturnType<typeof loadFlowParams>>
