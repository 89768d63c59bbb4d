/** The parts of an execution's page, in the order of its tabs. */
export const EXECUTION_TABS = ['waterfall', 'tasks', 'logs', 'attributes', 'history'] as const
export type ExecutionTab = (typeof EXECUTION_TABS)[number]

/** What its tabs are called. */
export const TAB_TITLES: Record<ExecutionTab, string> = {
  waterfall: 'Waterfall',
  tasks: 'Tasks',
  logs: 'Logs',
  attributes: 'Attributes',
  history: 'History',
}

/**
 * The part that an execution is opened on where its address names none: the first that has something to show. What became of
 * it is always there.
 */
export function openingTab({
  hasSpans,
  hasTaskRuns,
}: {
  hasSpans: boolean
  hasTaskRuns: boolean
}): ExecutionTab {
  if (hasSpans) return 'waterfall'
  return hasTaskRuns ? 'tasks' : 'history'
}
