import type { ReactNode } from 'react'
import { AttributeBrowser } from '@/components/attributes/attribute-browser'
import { ExecutionHistory } from '@/components/execution/execution-history'
import { TaskTable } from '@/components/execution/task-table'
import { WaterfallSkeleton } from '@/components/timeline/waterfall-skeleton'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { type ExecutionDetail, getExecution } from '@/db/queries/get-execution'
import { getSpan } from '@/db/queries/get-span'
import { listEvents } from '@/db/queries/list-events'
import { listTaskRuns } from '@/db/queries/list-task-runs'
import { witnessesOf } from '@/lib/executions/provenance'
import { RECONCILED } from '@/lib/model/event'
import type { ExecutionTab } from '@/lib/model/execution-tab'
import type { Scope } from '@/lib/model/scope'
import { parseTraceId } from '@/lib/model/trace-id'
import { prepareSpan } from '@/lib/timeline/span-view'
import { TraceLogs } from '../../traces/trace-logs'
import { TraceWaterfall } from '../../traces/trace-waterfall'
import type { ExecutionAddress } from './search-params'

type Props = {
  viewer: Scope
  execution: ExecutionDetail
  address: ExecutionAddress
  lastGoodId: string | null
  path: string
}

/** The part of the execution that the address asks for; only its own questions are put to the database. */
export async function tabContent(props: Props): Promise<ReactNode> {
  switch (props.address.tab) {
    case 'waterfall':
      return Waterfall(props)
    case 'tasks':
      return Tasks(props)
    case 'logs':
      return Logs(props)
    case 'attributes':
      return Attributes(props)
    case 'history':
      return History(props)
    default:
      props.address.tab satisfies never
      return null
  }
}

/** Grey in the shape of what comes. */
export function TabSkeleton({ tab }: { tab: ExecutionTab }) {
  if (tab === 'waterfall') return <WaterfallSkeleton />
  return (
    <div aria-busy="true" className="flex flex-col gap-2">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-72 w-full" />
    </div>
  )
}

function Waterfall({ viewer, execution, address, path }: Props) {
  const trace = parseTraceId(execution.traceId ?? '')
  if (!trace) return <NoTrace />
  return TraceWaterfall({
    viewer,
    trace,
    execution: { of: execution, isWhole: address.isWhole, path },
    logsPath: `${path}?tab=logs`,
  })
}

async function Logs({ viewer, execution, address, lastGoodId, path }: Props) {
  const trace = parseTraceId(execution.traceId ?? '')
  if (!trace) return <NoTrace />
  const lastGood = lastGoodId === null ? null : await getExecution(viewer, lastGoodId)
  const goodTrace = parseTraceId(lastGood?.traceId ?? '')
  return TraceLogs({
    viewer,
    trace,
    query: address.query,
    goodTrace: goodTrace?.hex === trace.hex ? null : goodTrace,
    waterfallPath: `${path}?tab=waterfall`,
  })
}

async function Tasks({ viewer, execution, path }: Props) {
  const { taskRuns, isCut } = await listTaskRuns(viewer, execution.id)
  if (taskRuns.length === 0) {
    return (
      <EmptyState kind="empty" title="No steps were told apart">
        {execution.sourceName || 'The source'} sent nothing that stands for a step of this execution. A step
        is a direct child span of the execution’s own span, or a span with the attributes of a task run (such
        as <code>cicd.pipeline.task.name</code>). The waterfall shows every span there is.
      </EmptyState>
    )
  }
  // Facts stay on the server: the table shows what follows from them.
  return <TaskTable taskRuns={taskRuns} isCut={isCut} waterfallPath={`${path}?tab=waterfall`} />
}

async function Attributes({ viewer, execution }: Props) {
  const trace = parseTraceId(execution.traceId ?? '')
  const stored = trace && execution.spanId ? await getSpan(viewer, trace, execution.spanId) : null
  if (!stored) {
    return (
      <EmptyState kind="empty" title="The execution’s own span is not here">
        Attributes are read from the span that stands for the execution. It has not been received yet, or is
        older than spans are kept.
      </EmptyState>
    )
  }
  const span = prepareSpan(stored)
  return (
    <AttributeBrowser attributes={span.attributes} resource={span.resource} facts={filterFacts(execution)} />
  )
}

/** What a list of executions can be narrowed to from here. */
const filterFacts = (of: ExecutionDetail): Record<string, string | null> => ({
  ...Object.fromEntries(Object.entries(of.labels).map(([key, value]) => [`label.${key}`, value])),
  commit: of.commit,
  branch: of.branch,
  version: of.version,
  environment: of.environment,
  trigger: of.trigger,
  actor: of.actor,
  flow: of.flow,
  namespace: of.namespace,
})

/** As many as are looked at here; the inbox of the source has all. */
const EVENTS_SHOWN = 100

async function History({ viewer, execution }: Props) {
  const { id: executionId } = execution
  const [events, corrections] = await Promise.all([
    listEvents(viewer, { executionId }, EVENTS_SHOWN),
    listEvents(viewer, { executionId, type: RECONCILED }),
  ])
  return (
    <ExecutionHistory
      executionId={executionId}
      events={events.slice(0, EVENTS_SHOWN)}
      hasMoreEvents={events.length > EVENTS_SHOWN}
      transitions={execution.transitions}
      witnesses={witnessesOf(execution.facts, execution.state)}
      facts={execution.facts}
      receivedAt={execution.receivedAt}
      updatedAt={execution.updatedAt}
      corrections={corrections}
    />
  )
}

function NoTrace() {
  return (
    <EmptyState kind="empty" title="There is no trace of this execution">
      What is known of it was not told by spans.
    </EmptyState>
  )
}
