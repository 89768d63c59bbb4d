import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { ExecutionChip } from '@/components/execution/execution-chip'
import { NamePlace } from '@/components/frame/name-place'
import { LiveRefresh, type LiveTopic } from '@/components/live/live-refresh'
import { SampleBadge } from '@/components/sample/sample-badge'
import { WaterfallSkeleton } from '@/components/timeline/waterfall-skeleton'
import { DownloadMenu } from '@/components/trace/download-menu'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Part } from '@/components/ui/part'
import { TabLinks } from '@/components/ui/tab-links'
import { Time } from '@/components/ui/time'
import { getTrace, type TraceHead } from '@/db/queries/get-trace'
import { requireViewer } from '@/lib/auth/viewer'
import { formatDuration } from '@/lib/format/duration'
import type { Scope } from '@/lib/model/scope'
import { isTerminal } from '@/lib/model/state'
import { parseTraceId, type TraceId } from '@/lib/model/trace-id'
import { parseAddress, type SearchParams } from '../../executions/[id]/search-params'
import { TraceLogs } from '../trace-logs'
import { TraceWaterfall } from '../trace-waterfall'

type Props = { params: Promise<{ traceId: string }>; searchParams: SearchParams }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await requireViewer()
  const { head } = await find(viewer, (await params).traceId)
  return { title: head.rootName ?? `Trace ${head.traceId.slice(0, 8)}` }
}

/** Any trace by its id, recognised or not. */
export default async function TracePage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const asked = (await params).traceId
  const { trace, head } = await find(viewer, asked)
  const address = await parseAddress(searchParams, 'waterfall')
  const path = `/traces/${trace.hex}`
  if (asked !== trace.hex) redirect(address.query.size > 0 ? `${path}?${address.query}` : path)
  const isLogs = address.tab === 'logs'
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 pb-6 sm:px-6">
      {head.rootName ? <NamePlace id={head.traceId} name={head.rootName} /> : null}
      <Header head={head} />
      <TabLinks
        label="Parts of the trace"
        links={[
          { href: `${path}?tab=waterfall`, title: 'Waterfall', current: !isLogs },
          {
            href: `${path}?tab=logs${address.span ? `&span=${address.span}` : ''}`,
            title: 'Logs',
            current: isLogs,
          },
        ]}
      />
      <Part key={isLogs ? 'logs' : 'waterfall'} fallback={<WaterfallSkeleton />}>
        {isLogs
          ? TraceLogs({ viewer, trace, query: address.query, waterfallPath: `${path}?tab=waterfall` })
          : TraceWaterfall({ viewer, trace, logsPath: `${path}?tab=logs` })}
      </Part>
      {isGoingOn(head) ? <LiveRefresh topics={topicsOf(head)} /> : null}
    </div>
  )
}

const RECENT_MS = 600_000

/** A trace has no end of its own: one that was written to lately may get more. */
const isGoingOn = (head: TraceHead): boolean =>
  head.executions.some((each) => !isTerminal(each.state)) ||
  Date.now() - Date.parse(head.updatedAt) < RECENT_MS

const topicsOf = (head: TraceHead): LiveTopic[] =>
  head.executions.length > 0
    ? head.executions.map(({ id }) => `execution:${id}` as const)
    : head.sourceIds.map((id) => `source:${id}` as const)

async function find(viewer: Scope, asked: string): Promise<{ trace: TraceId; head: TraceHead }> {
  const trace = parseTraceId(asked)
  const head = trace && (await getTrace(viewer, trace))
  return trace && head ? { trace, head } : notFound()
}

function Header({ head }: { head: TraceHead }) {
  return (
    <header className="top-12 z-20 md:sticky -mx-4 flex flex-col gap-1.5 border-b border-line bg-canvas px-4 py-2.5 sm:-mx-6 sm:px-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 text-lg font-semibold tracking-tight wrap-anywhere text-ink">
          {head.rootName || 'Trace'}
        </h1>
        {head.hasError ? <Badge tone="danger">error</Badge> : null}
        <SampleBadge isSample={head.isSample} />
        {head.rootService ? <span className="text-sm text-ink-2">{head.rootService}</span> : null}
        <span className="flex min-w-0 items-center gap-1">
          <span className="truncate font-mono text-xs text-ink-3">{head.traceId}</span>
          <CopyButton value={head.traceId} label="trace id" />
        </span>
        <span className="text-xs text-ink-3">
          <Time absolute iso={head.startedAt} /> ·{' '}
          {formatDuration(Date.parse(head.endedAt) - Date.parse(head.startedAt))}
        </span>
        <span className="sm:ml-auto">
          <DownloadMenu traceId={head.traceId} />
        </span>
      </div>
      {head.executions.length > 0 ? (
        <div className="flex max-h-20 flex-wrap items-center gap-1.5 overflow-y-auto">
          <span className="text-xs text-ink-3">Executions in it</span>
          {head.executions.slice(0, 12).map((execution) => (
            <ExecutionChip key={execution.id} execution={execution} />
          ))}
          {head.executions.length > 12 ? (
            <span className="text-xs text-ink-3">and {head.executions.length - 12} more</span>
          ) : null}
        </div>
      ) : null}
    </header>
  )
}
