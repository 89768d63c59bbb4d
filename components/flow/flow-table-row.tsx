import { StateMark } from '@/components/execution/state-symbols'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { percentWords, successRatio } from '@/lib/flow/figures'
import { flowHref, flowTabHref } from '@/lib/flow/flow-address'
import type { ShownFlow } from '@/lib/flow/shown-flow'
import { formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { errorWords } from '@/lib/format/execution-words'
import type { LastError } from '@/lib/model/listed-flow'
import { OutcomeStrip } from './outcome-strip'

/** One flow. Its name leads to its page, its shapes to its executions. */
export function FlowTableRow({ row }: { row: ShownFlow }) {
  return (
    <tr>
      <td>
        <FlowName row={row} />
      </td>
      <td className="truncate text-ink-2 @max-5xl:hidden">{row.team}</td>
      <td className="@max-xl:hidden">
        <OutcomeStrip packed={row.outcomes} />
      </td>
      <td className="text-right tabular-nums @max-2xl:hidden">
        <a
          href={flowTabHref(row.id, 'executions', { range: '30d' })}
          className="text-ink-2 hover:text-ink hover:underline"
        >
          {formatCount(row.executions)}
        </a>
      </td>
      <td className="text-right">
        <Success row={row} />
      </td>
      <td className="text-right whitespace-nowrap text-ink-2 tabular-nums @max-4xl:hidden">
        {durationOrNone(row.p50Ms)}
      </td>
      <td className="text-right whitespace-nowrap text-ink-2 tabular-nums @max-xl:hidden">
        {durationOrNone(row.p95Ms)}
      </td>
      <td className="@max-3xl:hidden">
        {row.lastError ? <LastErrorCell error={row.lastError} /> : <None />}
      </td>
    </tr>
  )
}

function FlowName({ row }: { row: ShownFlow }) {
  const { place, schedule } = row
  return (
    <div className="flex min-w-0 flex-col">
      <div className="flex min-w-0 items-center gap-1.5">
        {row.newest ? (
          <span className="@xl:hidden">
            <StateMark state={row.newest} />
          </span>
        ) : null}
        <a href={flowHref(row.id)} className="truncate font-medium text-ink hover:underline">
          {row.name}
        </a>
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
      {schedule ? (
        <p
          className="truncate text-xs text-ink-3"
          title={`Learned from the starts of ${schedule.learnedFrom} executions`}
        >
          {schedule.words}
          <span className="@max-2xl:hidden">, learned from {schedule.learnedFrom} executions</span>
        </p>
      ) : null}
    </div>
  )
}

function Success({ row }: { row: ShownFlow }) {
  const ratio = successRatio(row)
  if (ratio === null) return <None />
  const tone = ratio === 1 ? 'text-ink-2' : ratio >= 0.95 ? 'text-ink' : 'text-failed'
  return (
    <span
      title={`${formatCount(row.good)} good, ${formatCount(row.broken)} broken`}
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
      <a
        href={`/executions/${error.executionId}`}
        className="flex min-w-0 items-center gap-1.5 text-xs hover:underline"
      >
        <StateMark state={error.state} />
        <Time iso={new Date(error.atMs).toISOString()} className="shrink-0 text-ink-2 tabular-nums" />
        {error.failedTask ? <span className="truncate text-ink">{error.failedTask}</span> : null}
      </a>
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
