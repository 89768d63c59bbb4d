'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useNow } from '@/components/ui/clock'
import { EmptyState } from '@/components/ui/empty-state'
import { formatCount } from '@/lib/format/count'
import { isSpanId } from '@/lib/model/trace-id'
import { countSpans, type TraceSpans } from '@/lib/timeline/trace-spans'
import type { UsualSteps } from '@/lib/timeline/usual-end'
import { FlameView } from './flame-view'
import { SpanInspector } from './span-inspector'
import { StatisticsView } from './statistics-view'
import { useTraceSpans } from './use-trace-spans'
import { useWaterfall, type Waterfall } from './use-waterfall'
import { TRACE_VIEWS, type TraceView, ViewSwitch } from './view-switch'
import { WaterfallSkeleton } from './waterfall-skeleton'
import { WaterfallView } from './waterfall-view'

type Props = {
  traceId: string
  /** Changes when more of the trace has come. */
  revision: string
  /** What was sent with the page. */
  spans: TraceSpans | null
  /** True when that is only what the first screen shows; the rest is fetched. */
  isPartial?: boolean
  /** Only this span and what is under it. */
  withinSpanId?: string | null
  /** True while an execution in it has not ended: open spans grow with the clock. */
  isLive: boolean
  /** How long the steps usually take, on the page of an execution. */
  usual?: UsualSteps | null
  /** Where the logs of a step are; the span id is put in. */
  logsPath: string | null
}

/** Waterfall and inspector, side by side. Which span is selected is in the URL. */
export function TracePanel(props: Props) {
  const { spans, isPartial, error } = useTraceSpans(
    props.traceId,
    props.revision,
    props.spans,
    props.isPartial ?? false,
  )
  if (spans === null && error === null) return <WaterfallSkeleton />
  if (spans === null) {
    return (
      <EmptyState kind="unknown" title="The trace could not be read">
        {error} Load the page again to try once more.
      </EmptyState>
    )
  }
  if (countSpans(spans) === 0) {
    if (isPartial && error === null) return <WaterfallSkeleton />
    return <NoSpans privateCount={spans.privateCount} />
  }
  return (
    <>
      {isPartial && error !== null ? <RestFailed error={error} /> : null}
      <LoadedTrace {...props} spans={spans} isPartial={isPartial} />
    </>
  )
}

/** Says that what is seen is not all, so that nobody takes it for the whole. */
function RestFailed({ error }: { error: string }) {
  return (
    <p role="alert" className="mb-2 text-xs text-warning">
      Only the top of this long trace could be read. {error}. Load the page again to try once more.
    </p>
  )
}

function LoadedTrace({
  traceId,
  revision,
  spans,
  isPartial,
  withinSpanId = null,
  isLive,
  usual = null,
  logsPath,
}: Props & { spans: TraceSpans; isPartial: boolean }) {
  const [asked, setSelectedSpanId] = useQueryState('span', { history: 'replace', throttleMs: 200 })
  const selectedSpanId = asked !== null && isSpanId(asked) ? asked : null
  const now = useNow(isLive ? 1000 : 86_400_000)
  const waterfall = useWaterfall({
    spans,
    isPartial,
    withinSpanId,
    selectedSpanId,
    nowMs: isLive ? now : null,
    usual,
    onSelect: (spanId) => void setSelectedSpanId(spanId),
  })
  const { selected } = waterfall
  const [view, setView] = useQueryState('view', parseView)
  return (
    <div className={selectedSpanId ? 'grid gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]' : ''}>
      <div className="min-w-0">
        <ViewSwitch view={view} onView={(next) => void setView(next)} />
        <Shown view={view} waterfall={waterfall} onView={(next) => void setView(next)} />
        {isPartial ? null : <Remarks spans={spans} />}
      </div>
      {selectedSpanId ? (
        <div className="max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-40 max-lg:max-h-[65dvh] max-lg:[&>section]:max-h-[65dvh] lg:sticky lg:top-32 lg:max-h-[calc(100dvh-11rem)] lg:[&>section]:max-h-[calc(100dvh-11rem)] lg:self-start">
          <SpanInspector
            traceId={traceId}
            spanId={selectedSpanId}
            revision={revision}
            step={selected === null ? null : (waterfall.tree.steps.get(selected) ?? null)}
            startsAt={selected === null ? null : (spans.starts[selected] ?? null)}
            logsHref={logsPath === null ? null : `${logsPath}&span=${selectedSpanId}`}
            onClose={waterfall.deselect}
          />
        </div>
      ) : null}
    </div>
  )
}

const parseView = parseAsStringLiteral(TRACE_VIEWS).withDefault('waterfall')

function Shown({
  view,
  waterfall,
  onView,
}: {
  view: TraceView
  waterfall: Waterfall
  onView: (view: TraceView) => void
}) {
  if (view === 'waterfall') return <WaterfallView waterfall={waterfall} />
  // Figures of a part would be taken for those of the whole.
  if (waterfall.isPartial) return <WaterfallSkeleton />
  const { tree, within } = waterfall
  if (view === 'flame') return <FlameView tree={tree} within={within} onTable={() => onView('statistics')} />
  return (
    <StatisticsView
      tree={tree}
      within={within}
      onFind={(name) => {
        waterfall.setFind(name)
        onView('waterfall')
      }}
    />
  )
}

function Remarks({ spans }: { spans: TraceSpans }) {
  const remarks = [
    spans.isCut &&
      `This trace is longer than ${formatCount(countSpans(spans))} spans: steps, failures and the earliest are shown.`,
    spans.privateCount > 0 &&
      `${formatCount(spans.privateCount)} ${spans.privateCount === 1 ? 'span belongs' : 'spans belong'} to teams you are not in and ${spans.privateCount === 1 ? 'is' : 'are'} not shown.`,
  ].filter((remark) => remark !== false)
  return remarks.map((remark) => (
    <p key={remark} className="mt-2 text-xs text-ink-3">
      {remark}
    </p>
  ))
}

function NoSpans({ privateCount }: { privateCount: number }) {
  if (privateCount > 0) {
    return (
      <EmptyState kind="unknown" title="The spans of this trace are private">
        {formatCount(privateCount)} spans belong to teams you are not in. Ask one of their admins to see them.
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="empty" title="The spans of this trace are gone">
      Spans are kept for a shorter time than executions (14 days unless an owner changed it). What they said
      about executions is still there.
    </EmptyState>
  )
}
