import { TimelineOnDemand } from '@/components/execution/list/answer-on-demand'
import { answered } from '@/db/answered'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { listLanes } from '@/db/queries/list-lanes'
import type { Scope } from '@/lib/model/scope'
import type { ListState } from '@/lib/query/list-address'
import { NoResults, UnknownResults } from './no-results'

type Props = { scope: Scope; list: ListState; question: ExecutionQuestion }

/** The same question as the table's, as bars in lanes. */
export async function ListTimeline({ scope, list, question }: Props) {
  const found = await answered(() => listLanes(scope, question, list.lanes))
  if (!found.known) return <UnknownResults why={found.why} list={list} />
  if (found.value.executions.length === 0) return <NoResults scope={scope} list={list} question={question} />
  return <TimelineOnDemand found={found.value} window={question.window} askedAtMs={Date.now()} />
}
