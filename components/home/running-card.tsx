'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { StateIcon } from '@/components/execution/state-icon'
import { STATE_WORD } from '@/components/execution/state-words'
import { SampleBadge } from '@/components/sample/sample-badge'
import { buttonClass } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { useNow } from '@/components/ui/clock'
import { runningBar } from '@/lib/charts/running-bar'
import { formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import type { RunningExecution, Usual } from '@/lib/model/home'

/** What runs now, how long already, and how long it usually takes. */
export function RunningCard({
  total,
  rows,
  allHref,
}: {
  total: number
  rows: RunningExecution[]
  allHref: string
}) {
  return (
    <Card aria-label="Running now" className="min-w-0 overflow-hidden">
      <CardHeader
        title="Running now"
        description="Against the last fortnight: a tick at the median, one at the 95th percentile."
        actions={
          total > rows.length ? (
            <Link href={allHref} className={buttonClass('secondary', 'sm')}>
              All {formatCount(total)}
            </Link>
          ) : null
        }
      />
      {rows.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-ink-3">Nothing runs at the moment.</p>
      ) : (
        <ol>
          {rows.map((row) => (
            <RunningLine key={row.id} row={row} />
          ))}
        </ol>
      )}
    </Card>
  )
}

function RunningLine({ row }: { row: RunningExecution }) {
  const now = useNow(1000)
  const elapsedMs = now === null ? 0 : Math.max(0, now - row.startedAtMs)
  const bar = row.usual === null ? null : runningBar(elapsedMs, row.usual)
  const usual = row.usual === null ? 'not known what is usual' : usualWords(row.usual)
  return (
    <li className="relative border-t border-line px-4 py-2 first:border-t-0 hover:bg-hover">
      <div className="flex items-center gap-2">
        <StateIcon state={row.state} />
        <span className="sr-only">{STATE_WORD[row.state]}</span>
        <Link
          href={`/executions/${row.id}`}
          prefetch={false}
          title={row.namespace ? `${row.namespace} / ${row.flow}` : row.flow}
          className="min-w-0 flex-1 truncate text-sm font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {row.flow}
        </Link>
        <SampleBadge isSample={row.isSample} />
        <span
          suppressHydrationWarning
          className={clsx(
            'shrink-0 text-xs tabular-nums',
            bar?.isLonger ? 'font-medium text-warning' : 'text-ink-2',
          )}
        >
          {formatDuration(Math.floor(elapsedMs / 1000) * 1000)}
        </span>
      </div>
      <div className="mt-1 flex items-center gap-3">
        {bar === null ? null : (
          <div aria-hidden className="relative h-1.5 flex-1 rounded-full bg-sunken">
            <div
              suppressHydrationWarning
              className={clsx(
                'absolute inset-y-0 left-0 rounded-full',
                bar.isLonger ? 'bg-warning' : 'bg-running',
              )}
              style={{ width: percent(bar.elapsed) }}
            />
            <Tick at={bar.p50} />
            <Tick at={bar.p95} />
          </div>
        )}
        <span className="text-2xs whitespace-nowrap text-ink-3">
          {bar?.isLonger ? 'longer than usual: ' : ''}
          {usual}
        </span>
      </div>
    </li>
  )
}

function Tick({ at }: { at: number }) {
  return (
    <span
      suppressHydrationWarning
      className="absolute -inset-y-0.5 w-px bg-ink-2"
      style={{ left: percent(at) }}
    />
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`
const usualWords = ({ p50Ms, p95Ms }: Usual): string => `${formatDuration(p50Ms)} to ${formatDuration(p95Ms)}`
