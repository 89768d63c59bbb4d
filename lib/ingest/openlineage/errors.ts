import { cutText } from '@/lib/executions/cut-text'
import type { ErrorObservation } from '@/lib/model/fact'
import type { LineageAccount } from '@/lib/model/lineage'
import { runFacet, saidAtOf } from './view'

/** What Airflow and dbt say of a run of which a part failed: that one's own error says more. */
const NO_REASON = /^(task_failure|all_tasks_deadlocked|tasks_not_runnable|timed_out)$|^Command `dbt /i

const MAX_MESSAGE = 4_000

/** What a run says went wrong. */
export function errorsOf(account: LineageAccount): ErrorObservation[] {
  const facet = runFacet(account, 'errorMessage')
  const message = facet.at('message').text()
  const at = saidAtOf(account, 'errorMessage')
  if (message === undefined || at === null) return []
  const stack = facet.at('stackTrace').text() ?? ''
  return [
    {
      type: exceptionIn(message) ?? exceptionIn(lastLine(stack)) ?? exceptionIn(stack),
      message: cutText(message, MAX_MESSAGE),
      at,
      spanId: null,
      rank: NO_REASON.test(message) ? 0 : 2,
    },
  ]
}

/** `ValueError: no such table`, `java.lang.IllegalStateException: closed`. */
function exceptionIn(text: string): string | null {
  const [, type] =
    /^\s*([A-Za-z_][\w.$]{0,199}(?:Error|Exception|Failure|Interrupt|Exit))\b(?::|\s|$)/.exec(text) ?? []
  return type ?? null
}

/** Where Python writes what went wrong. */
const lastLine = (text: string): string => text.trimEnd().slice(text.trimEnd().lastIndexOf('\n') + 1)
