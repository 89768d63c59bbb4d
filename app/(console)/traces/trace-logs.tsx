import { LogView } from '@/components/logs/log-view'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { countLogRecords } from '@/db/queries/count-log-records'
import { getSpan } from '@/db/queries/get-span'
import { listLogRecords } from '@/db/queries/list-log-records'
import { prepareLogLine } from '@/lib/logs/log-line'
import { parseLogFilter } from '@/lib/logs/log-query'
import type { Scope } from '@/lib/model/scope'
import type { TraceId } from '@/lib/model/trace-id'

type Props = {
  viewer: Scope
  trace: TraceId
  query: URLSearchParams
  goodTrace?: TraceId | null
  waterfallPath: string
}

/** The log records that belong to a trace, as the address narrows them. */
export async function TraceLogs({ viewer, trace, query, goodTrace = null, waterfallPath }: Props) {
  const filter = parseLogFilter(query)
  const [page, counts, step, good] = await Promise.all([
    listLogRecords(viewer, trace, filter),
    countLogRecords(viewer, trace),
    filter.within ? getSpan(viewer, trace, filter.within) : null,
    goodTrace ? countLogRecords(viewer, goodTrace) : null,
  ])
  if (counts.total === 0) return <NoLogs privateCount={counts.privateCount} />
  return (
    <LogView
      traceId={trace.hex}
      page={{
        lines: page.rows.map(prepareLogLine),
        next: page.next && `${page.next.timeUnixNano}.${page.next.id}`,
      }}
      counts={counts}
      // Beside an execution that said nothing, everything would be new.
      goodTraceId={goodTrace && good && good.total > 0 ? goodTrace.hex : null}
      stepName={step?.name ?? null}
      waterfallPath={waterfallPath}
    />
  )
}

function NoLogs({ privateCount }: { privateCount: number }) {
  if (privateCount > 0) {
    return (
      <EmptyState kind="unknown" title="The logs of this trace are private">
        {privateCount} lines belong to teams you are not in.
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="empty" title="No logs came with this trace">
      <p>
        Logs are shown here when they are sent by OTLP with the trace id of the step that wrote them: most
        SDKs add it by themselves once their log exporter is on. For the Python SDK, for one:
      </p>
      <CodeBlock
        className="mt-3 text-left"
        label="settings"
        code={'OTEL_LOGS_EXPORTER=otlp\nOTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED=true'}
      />
    </EmptyState>
  )
}
