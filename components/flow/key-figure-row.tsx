import clsx from 'clsx'
import { ArrowDown, ArrowUp, Minus } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Time } from '@/components/ui/time'
import { percentWords, type Trend } from '@/lib/flow/figures'
import type { KeyFigures } from '@/lib/flow/key-figures'
import { formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'

type Props = {
  figures: KeyFigures
  days: number
  lastGood: { id: string; atMs: number } | null
  executionsHref: string
  brokenHref: string
}

/** The figures of some days, each against as many days before. */
export function KeyFigureRow({ figures, days, lastGood, executionsHref, brokenHref }: Props) {
  const { trends, success, p50Ms, p95Ms } = figures
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
      <Figure term="Executions" trend={trends.executions} days={days}>
        <Link href={executionsHref} className="hover:underline">
          {formatCount(figures.executions)}
        </Link>
      </Figure>
      <Figure term="Broken" trend={null} days={days}>
        <Link
          href={brokenHref}
          className={clsx('hover:underline', figures.broken > 0 ? 'text-failed' : 'text-ink')}
        >
          {formatCount(figures.broken)}
        </Link>
      </Figure>
      <Figure term="Success" trend={trends.success} days={days}>
        {success === null ? <None /> : percentWords(success)}
      </Figure>
      <Figure term="p50" trend={trends.p50} days={days}>
        {p50Ms === null ? <None /> : formatDuration(p50Ms)}
      </Figure>
      <Figure term="p95" trend={trends.p95} days={days}>
        {p95Ms === null ? <None /> : formatDuration(p95Ms)}
      </Figure>
      <Figure term="Last good" trend={null} days={days}>
        {lastGood === null ? (
          <None />
        ) : (
          <Link href={`/executions/${lastGood.id}`} className="hover:underline">
            <Time iso={new Date(lastGood.atMs).toISOString()} />
          </Link>
        )}
      </Figure>
    </dl>
  )
}

function Figure(props: { term: string; trend: Trend | null; days: number; children: ReactNode }) {
  const { trend } = props
  return (
    <div className="flex min-h-19 flex-col bg-surface px-4 py-2.5">
      <dt className="text-xs text-ink-3">{props.term}</dt>
      <dd className="text-xl font-semibold tracking-tight text-ink tabular-nums">{props.children}</dd>
      {trend ? (
        <dd
          title={`Against the ${props.days} days before`}
          className={clsx(
            'mt-auto flex items-center gap-1 text-2xs',
            trend.isGood === null ? 'text-ink-3' : trend.isGood ? 'text-success' : 'text-failed',
          )}
        >
          <Arrow trend={trend} />
          {trend.words}
          <span className="sr-only">against the {props.days} days before</span>
        </dd>
      ) : null}
    </div>
  )
}

function Arrow({ trend }: { trend: Trend }) {
  const Shape = { up: ArrowUp, down: ArrowDown, same: Minus }[trend.direction]
  return <Shape aria-hidden className="size-3" />
}

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
