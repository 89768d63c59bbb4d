import type { Client } from 'pg'
import { type FoldedExecution, loadExecutions, writeExecutions } from './fold-executions'
import type { TraceFold } from './fold-facts'
import { findFailedTasks, foldFailedTasksOf } from './fold-failed-tasks'
import type { OwnerBook } from './fold-owners'
import type { SourceBook } from './fold-sources'
import { loadTaskRuns, writeTaskRuns } from './fold-task-runs'
import { inOneGo } from './in-one-go'

type Books = { sources: SourceBook; owners: OwnerBook }

/** What is written before the executions are read, and beside them. Both send everything before they wait. */
type Around = { before: () => Promise<unknown>; beside: () => Promise<unknown> }

/**
 * Writes what is said into the rows of executions and their task runs, and says which of those failed first, with two waits
 * for the database: one for all that is read, one for all that is written. Throws `LostRace` where somebody was faster with
 * an execution that was new to both: what was read of its task runs is old then, and all is to be done again.
 */
export async function foldInOneGo(
  client: Client,
  folds: readonly TraceFold[],
  books: Books,
  now: string,
  { before, beside }: Around,
): Promise<FoldedExecution[]> {
  const [, executions, taskRuns, failed] = await inOneGo(
    client,
    before,
    () => loadExecutions(client, folds),
    () => loadTaskRuns(client, folds),
    () => findFailedTasks(client, folds),
  )
  const rows = () => writeExecutions(client, folds, executions, books, now)
  const tasks = () => writeTaskRuns(client, folds, taskRuns)
  if (failed.size === 0) {
    const [written] = await inOneGo(client, rows, tasks, beside)
    return written
  }
  const [written] = await inOneGo(client, rows, tasks)
  await foldFailedTasksOf(client, failed, books, now)
  await beside()
  return written
}
