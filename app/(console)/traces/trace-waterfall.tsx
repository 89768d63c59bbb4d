import Link from 'next/link'
import { preload } from 'react-dom'
import { TracePanel } from '@/components/timeline/trace-panel'
import { EmptyState } from '@/components/ui/empty-state'
import type { ExecutionDetail } from '@/db/queries/get-execution'
import { getTrace } from '@/db/queries/get-trace'
import { getFirstSpans, getShortTraceSpans } from '@/db/queries/get-trace-spans'
import { listUsualSteps } from '@/db/queries/list-usual-steps'
import type { Scope } from '@/lib/model/scope'
import { isTerminal } from '@/lib/model/state'
import type { TraceId } from '@/lib/model/trace-id'
import { packSpans } from '@/lib/timeline/trace-spans'

/** Spans that are sent along with the page; a longer trace is fetched by the browser, compressed, beside the page. */
const SENT_WITH_PAGE = 2000

/** Spans of a longer trace that the first screen is drawn with while the rest is on its way. */
const FIRST_SCREEN = 400

type Props = {
  viewer: Scope
  trace: TraceId
  /** Set on the page of an execution: only its part is shown when the trace holds others, too. */
  execution?: { of: ExecutionDetail; isWhole: boolean; path: string }
  logsPath: string
}

/** The waterfall of a trace, read for this viewer. */
export async function TraceWaterfall({ viewer, trace, execution, logsPath }: Props) {
  const [head, found, usual] = await Promise.all([
    getTrace(viewer, trace),
    getShortTraceSpans(viewer, trace, SENT_WITH_PAGE),
    execution ? listUsualSteps(viewer, execution.of) : null,
  ])
  if (!head) {
    return (
      <EmptyState kind="empty" title="The trace is gone">
        Spans are kept for a shorter time than executions. What they said about this execution is still there.
      </EmptyState>
    )
  }
  const first = found === null ? await firstScreen(viewer, trace) : null
  const isShared = execution !== undefined && head.executions.length > 1
  const isPart = isShared && !execution.isWhole && execution.of.spanId !== null
  return (
    <div className="flex flex-col gap-2">
      {isShared ? (
        <p className="text-xs text-ink-3">
          This trace holds {head.executions.length} executions.{' '}
          <Link
            href={isPart ? `${execution.path}?tab=waterfall&whole=1` : `${execution.path}?tab=waterfall`}
            scroll={false}
            className="text-accent hover:underline"
          >
            {isPart ? 'Show the whole trace' : 'Show only this execution'}
          </Link>
        </p>
      ) : null}
      <TracePanel
        key={head.traceId}
        traceId={head.traceId}
        revision={head.updatedAt}
        spans={found === null ? first : packSpans(found.spans, found.steps)}
        isPartial={found === null}
        withinSpanId={isPart ? execution.of.spanId : null}
        // Steps of the others in it may go by the same names.
        usual={isShared && !isPart ? null : usual}
        isLive={head.executions.some((each) => !isTerminal(each.state))}
        logsPath={logsPath}
      />
    </div>
  )
}

/** The browser is told to fetch the whole trace before it has read a line of our code; meanwhile it has the top of it. */
async function firstScreen(viewer: Scope, trace: TraceId) {
  preload(`/api/traces/${trace.hex}/spans`, { as: 'fetch', crossOrigin: 'anonymous' })
  return packSpans(await getFirstSpans(viewer, trace, FIRST_SCREEN), [])
}
