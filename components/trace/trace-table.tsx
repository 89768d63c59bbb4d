import Link from 'next/link'
import { ExecutionChip } from '@/components/execution/execution-chip'
import { SampleBadge } from '@/components/sample/sample-badge'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { formatCappedCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import type { State } from '@/lib/model/state'

type Trace = {
  traceId: string
  rootName: string | null
  rootService: string | null
  startedAt: string
  durationMs: number
  spans: number
  hasError: boolean
  isSample: boolean
  executions: {
    id: string
    flow: string
    title: string | null
    nativeId: string
    state: State
    nativeState: string | null
  }[]
}

/** Spans are counted up to here; beyond, "1 000+" says enough. */
const SPANS_COUNTED = 1000

const CELL = 'border-b border-line/60 px-3 py-1.5 align-middle'

/** Traces, newest first; executions in them a click away. */
export function TraceTable({ traces }: { traces: Trace[] }) {
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full table-fixed border-collapse text-left text-sm max-md:min-w-160">
        <thead className="bg-sunken text-xs text-ink-3">
          <tr>
            {[
              ['Root', 'w-auto'],
              ['Started', 'w-28'],
              ['Duration', 'w-24 text-right'],
              ['Spans', 'w-20 text-right'],
              ['Executions', 'w-[30%]'],
            ].map(([title, width]) => (
              <th key={title} scope="col" className={`border-b border-line px-3 py-2 font-medium ${width}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <tr key={trace.traceId} className="hover:bg-hover">
              <td className={CELL}>
                <span className="flex min-w-0 items-center gap-2">
                  <Link
                    href={`/traces/${trace.traceId}`}
                    title={trace.traceId}
                    className="min-w-0 truncate font-medium text-ink hover:underline"
                  >
                    {trace.rootName || `Trace ${trace.traceId.slice(0, 8)}…`}
                  </Link>
                  {trace.hasError ? <Badge tone="danger">error</Badge> : null}
                  <SampleBadge isSample={trace.isSample} />
                  <span className="truncate text-xs text-ink-3">{trace.rootService}</span>
                </span>
              </td>
              <td className={`${CELL} whitespace-nowrap text-ink-2`}>
                <Time iso={trace.startedAt} />
              </td>
              <td className={`${CELL} text-right tabular-nums`}>{formatDuration(trace.durationMs)}</td>
              <td className={`${CELL} text-right text-ink-2 tabular-nums`}>
                {formatCappedCount(trace.spans, SPANS_COUNTED)}
              </td>
              <td className={CELL}>
                <span className="flex flex-wrap gap-1">
                  {trace.executions.map((execution) => (
                    <ExecutionChip key={execution.id} execution={execution} />
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
