/** A task within its execution: its span in the waterfall where it has one, else its row among the tasks. */
export const taskHref = (executionId: string, spanId: string | null): string =>
  spanId === null
    ? `/executions/${executionId}?tab=tasks`
    : `/executions/${executionId}?tab=waterfall&span=${spanId}`
