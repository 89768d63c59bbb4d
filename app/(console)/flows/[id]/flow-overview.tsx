import Link from 'next/link'
import { DurationChart } from '@/components/flow/duration-chart'
import { FlowCalendar } from '@/components/flow/flow-calendar'
import { KeyFigureRow } from '@/components/flow/key-figure-row'
import { LastFailure } from '@/components/flow/last-failure'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { getLastFailure, getLastGood, listDurationDots, listFlowDays } from '@/db/queries/get-flow'
import { listVersionMarks } from '@/db/queries/list-version-marks'
import { quantileOf } from '@/lib/charts/duration-buckets'
import { prepareCalendar } from '@/lib/flow/calendar'
import type { UsualBand } from '@/lib/flow/duration-scatter'
import { FIGURE_DAYS, type FigureDays, flowTabHref } from '@/lib/flow/flow-address'
import { figuresOf, keyFigures } from '@/lib/flow/key-figures'
import type { FlowDay, FlowDetail } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { Unknown } from './unknown'

const CALENDAR_DAYS = 90
const DOTS = 400

/** How the flow has been over the last ninety days. */
export async function FlowOverview({
  scope,
  flow,
  days: period,
}: {
  scope: Scope
  flow: FlowDetail
  days: FigureDays
}) {
  const found = await answered(() =>
    Promise.all([
      listFlowDays(scope, flow.id, CALENDAR_DAYS),
      listDurationDots(scope, flow.id, { days: CALENDAR_DAYS, limit: DOTS }),
      getLastFailure(scope, flow.id),
      getLastGood(scope, flow.id),
      listVersionMarks(scope, flow.id, null),
    ]),
  )
  if (!found.known) return <Unknown why={found.why} href={flowTabHref(flow.id, 'overview')} />
  const [days, dots, failure, lastGood, marks] = found.value
  if (flow.latest === null) return <NeverRan />
  const nowMs = Date.now()
  const range = `${period}d`
  return (
    <>
      <LiveRefresh topics={[`source:${flow.sourceId}`]} />
      {failure ? <LastFailure failure={failure} /> : null}
      <section aria-label={`Figures of the last ${period} days`} className="flex flex-col gap-2">
        <Periods flowId={flow.id} period={period} />
        <KeyFigureRow
          figures={keyFigures(days, nowMs, Number(period))}
          days={Number(period)}
          lastGood={lastGood}
          executionsHref={flowTabHref(flow.id, 'executions', { range })}
          brokenHref={flowTabHref(flow.id, 'executions', { range, q: 'state:failed,timed_out,lost,missing' })}
        />
      </section>
      <div className="grid gap-4 xl:grid-cols-[auto_minmax(0,1fr)]">
        <Card>
          <CardHeader title="Ninety days" description="Success by day of UTC" />
          <CardBody>
            <FlowCalendar flowId={flow.id} weeks={prepareCalendar(days, nowMs, CALENDAR_DAYS)} />
          </CardBody>
        </Card>
        <Card className="min-w-0">
          <CardHeader title="Durations" description={`The newest ${dots.length} executions that ended`} />
          <CardBody>
            <DurationChart dots={dots} usual={usualOf(days, nowMs)} marks={marks} />
          </CardBody>
        </Card>
      </div>
    </>
  )
}

/** What was usual over the ninety days. */
function usualOf(days: FlowDay[], nowMs: number): UsualBand | null {
  const { durations } = figuresOf(days, 0, nowMs)
  const [p50Ms, p95Ms] = [quantileOf(durations, 0.5), quantileOf(durations, 0.95)]
  return p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms }
}

function Periods({ flowId, period }: { flowId: string; period: FigureDays }) {
  return (
    <nav aria-label="Days of the figures" className="flex items-center gap-1 text-xs">
      {FIGURE_DAYS.map((days) => (
        <Link
          key={days}
          href={flowTabHref(flowId, 'overview', { days })}
          scroll={false}
          aria-current={days === period ? 'true' : undefined}
          className="flex h-6 items-center rounded px-2 text-ink-3 hover:bg-hover hover:text-ink aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-ink"
        >
          {days} days
        </Link>
      ))}
      <span className="text-ink-3">against as many before</span>
    </nav>
  )
}

function NeverRan() {
  return (
    <EmptyState kind="empty" title="No execution is kept">
      <p>
        The flow is known, but none of its executions is here any more, or none that you may see. The next one
        appears here while it runs.
      </p>
    </EmptyState>
  )
}
