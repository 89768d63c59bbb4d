import clsx from 'clsx'
import Link from 'next/link'
import type { CalendarDay, CalendarWeek, DayTone } from '@/lib/flow/calendar'
import { flowTabHref } from '@/lib/flow/flow-address'
import { windowText } from '@/lib/query/window'

/** Colour, and a shape within it: what broke is told by the size of a square, too. */
const TONES: Record<DayTone, string> = {
  none: 'border border-dashed border-line-strong',
  quiet: 'border border-line-strong bg-sunken',
  good: 'bg-success/70',
  mixed: 'bg-success/40',
  poor: 'bg-failed/45',
  bad: 'bg-failed',
}

const LEGEND: readonly (readonly [DayTone, string])[] = [
  ['good', 'all well'],
  ['mixed', '90 % and more'],
  ['poor', '50 % and more'],
  ['bad', 'less'],
  ['quiet', 'none ended'],
  ['none', 'no execution'],
]

/** Ninety days at a glance; a press on one shows its executions. */
export function FlowCalendar({ flowId, weeks }: { flowId: string; weeks: CalendarWeek[] }) {
  return (
    <div className="flex flex-col gap-3">
      <div className="relative overflow-x-auto">
        <ol aria-label="Days of UTC, oldest first" className="flex w-max gap-1 pt-5">
          {weeks.map((week, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: weeks stand in their order
            <li key={index} className="relative">
              {week.month ? (
                <span aria-hidden className="absolute -top-5 left-0 text-2xs text-ink-3">
                  {week.month}
                </span>
              ) : null}
              <ol className="flex flex-col gap-1">
                {week.days.map((day, weekday) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: days stand in their order
                  <li key={weekday}>{day ? <Day flowId={flowId} day={day} /> : <Gap />}</li>
                ))}
              </ol>
            </li>
          ))}
        </ol>
      </div>
      <ul aria-label="Colours" className="flex flex-wrap gap-x-3 gap-y-1 text-2xs text-ink-3">
        {LEGEND.map(([tone, words]) => (
          <li key={tone} className="flex items-center gap-1">
            <span aria-hidden className={clsx('size-2.5 rounded-xs', TONES[tone])} />
            {words}
          </li>
        ))}
      </ul>
    </div>
  )
}

const Gap = () => <span aria-hidden className="block size-5" />

function Day({ flowId, day }: { flowId: string; day: CalendarDay }) {
  const look = clsx('flex size-5 items-center justify-center rounded-sm', TONES[day.tone])
  if (day.tone === 'none') {
    return (
      <span title={day.label} className={look}>
        <span className="sr-only">{day.label}</span>
      </span>
    )
  }
  const isBroken = day.broken > 0
  return (
    <Link
      href={flowTabHref(flowId, 'executions', { range: windowText(day.fromMs, day.toMs) })}
      prefetch={false}
      title={day.label}
      className={clsx(look, 'hover:outline-2 hover:outline-offset-1 hover:outline-accent')}
    >
      <span className="sr-only">{day.label}</span>
      {isBroken ? (
        <span aria-hidden className="size-1.5 rounded-[1px] bg-failed ring-1 ring-surface" />
      ) : null}
    </Link>
  )
}
