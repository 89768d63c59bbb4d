import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { quantileOf } from '@/lib/charts/duration-buckets'
import { percentWords, successRatio } from '@/lib/flow/figures'
import { flowHref, flowTabHref } from '@/lib/flow/flow-address'
import { learnSchedule, scheduleWords } from '@/lib/flow/learned-schedule'
import { formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { errorWords } from '@/lib/format/execution-words'
import type { LastError, ListedFlow } from '@/lib/model/listed-flow'
import { OutcomeStrip } from './outcome-strip'

const CELL = 'px-2 py-1.5 first:pl-4 last:pr-4 overflow-hidden align-middle'

/** One flow. Its name leads to its page, its shapes to its executions. */
export function FlowTableRow({ row }: { row: ListedFlow }) {
  const { figures } = row
  const [p50, p95] = [quantileOf(figures.durations, 0.5), quantileOf(figures.durations, 0.95)]
  return (
    <tr className="border-t border-line hover:bg-hover">
      <td className={CELL}>
        <FlowName row={row} />
      </td>
      <td className={`${CELL} truncate text-ink-2 @max-5xl:hidden`}>{row.team}</td>
      <td className={`${CELL} @max-xl:hidden`}>
        <OutcomeStrip outcomes={row.outcomes} />
      </td>
      <td className={`${CELL} text-right tabular-nums @max-2xl:hidden`}>
        <Link
          href={flowTabHref(row.id, 'executions', { range: '30d' })}
          prefetch={false}
          className="text-ink-2 hover:text-ink hover:underline"
        >
          {formatCount(figures.executions)}
        </Link>
      </td>
      <td className={`${CELL} text-right`}>
        <Success figures={figures} />
      </td>
      <td className={`${CELL} text-right whitespace-nowrap text-ink-2 tabular-nums @max-4xl:hidden`}>
        {durationOrNone(p50)}
      </td>
      <td className={`${CELL} text-right whitespace-nowrap text-ink-2 tabular-nums @max-xl:hidden`}>
        {durationOrNone(p95)}
      </td>
      <td className={`${CELL} @max-3xl:hidden`}>
        {row.lastError ? <LastErrorCell error={row.lastError} /> : <None />}
      </td>
    </tr>
  )
}

function FlowName({ row }: { row: ListedFlow }) {
  const learned = learnSchedule(row.startsMs)
  const [newest] = row.outcomes
  const place = [row.namespace, row.source].filter((part) => part !== '').join(' · ')
  return (
    <div className="flex min-w-0 flex-col">
      <div className="flex min-w-0 items-center gap-1.5">
        {newest ? (
          <span className="@xl:hidden">
            <StateBadge state={newest.state} look="icon" />
          </span>
        ) : null}
        <Link
          href={flowHref(row.id)}
          prefetch={false}
          className="truncate font-medium text-ink hover:underline"
        >
          {row.name}
        </Link>
        {row.isSample ? <Badge tone="outline">Sample</Badge> : null}
      </div>
      <p className="flex min-w-0 items-center gap-1.5 text-xs text-ink-3">
        <span className="truncate" title={place}>
          {place}
        </span>
        {row.environment ? (
          <Badge tone="outline" className="h-4.5 px-1 text-2xs">
            {row.environment}
          </Badge>
        ) : null}
      </p>
      {learned ? (
        <p
          className="truncate text-xs text-ink-3"
          title={`Learned from the starts of ${learned.learnedFrom} executions`}
        >
          {scheduleWords(learned)}
          <span className="@max-2xl:hidden">, learned from {learned.learnedFrom} executions</span>
        </p>
      ) : null}
    </div>
  )
}

function Success({ figures }: { figures: ListedFlow['figures'] }) {
  const ratio = successRatio(figures)
  if (ratio === null) return <None />
  const tone = ratio === 1 ? 'text-ink-2' : ratio >= 0.95 ? 'text-ink' : 'text-failed'
  return (
    <span
      title={`${formatCount(figures.good)} good, ${formatCount(figures.broken)} broken`}
      className={`font-medium tabular-nums ${tone}`}
    >
      {percentWords(ratio)}
    </span>
  )
}

function LastErrorCell({ error }: { error: LastError }) {
  const words = errorWords(error)
  return (
    <div className="min-w-0">
      <Link
        href={`/executions/${error.executionId}`}
        prefetch={false}
        className="flex min-w-0 items-center gap-1.5 text-xs hover:underline"
      >
        <StateBadge state={error.state} look="icon" />
        <Time iso={new Date(error.atMs).toISOString()} className="shrink-0 text-ink-2 tabular-nums" />
        {error.failedTask ? <span className="truncate text-ink">{error.failedTask}</span> : null}
      </Link>
      {words ? (
        <p className="truncate text-xs text-ink-3" title={words}>
          {words}
        </p>
      ) : null}
    </div>
  )
}

const durationOrNone = (ms: number | null) => (ms === null ? <None /> : formatDuration(ms))

/** Nothing is known, which is not the same as zero. */
function None() {
  return (
    <>
      <span aria-hidden className="text-ink-3/60">
        –
      </span>
      <span className="sr-only">none</span>
    </>
  )
}
