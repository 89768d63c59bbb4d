import clsx from 'clsx'
import type { Bar } from '@/lib/timeline/bar'

const QUEUED =
  'repeating-linear-gradient(135deg, var(--ink-3) 0 1px, transparent 1px 5px), color-mix(in oklab, var(--ink-3) 14%, transparent)'

/** One span on its track: waiting hatched, work solid, what was critical underlined. */
export function SpanBar({ bar, tone }: { bar: Bar; tone: string }) {
  return (
    <>
      {bar.queued ? (
        <span
          className="absolute top-1/2 h-2 -translate-y-1/2 rounded-l-sm"
          style={{ left: `${bar.queued.left}%`, width: `${bar.queued.width}%`, background: QUEUED }}
        />
      ) : null}
      {bar.work ? (
        <span
          className={clsx(
            'absolute top-1/2 h-3.5 min-w-0.5 -translate-y-1/2 rounded-sm',
            bar.isOpen && 'animate-shimmer mask-r-from-70% motion-reduce:animate-none',
          )}
          style={{ left: `${bar.work.left}%`, width: `${bar.work.width}%`, background: tone }}
        />
      ) : null}
      {bar.critical.map((stretch) => (
        <span
          key={stretch.left}
          className="absolute bottom-[5px] h-[3px] min-w-px bg-ink"
          style={{ left: `${stretch.left}%`, width: `${stretch.width}%` }}
        />
      ))}
      <span
        className="absolute top-1/2 -translate-y-1/2 px-1.5 text-2xs whitespace-nowrap text-ink-2 tabular-nums"
        style={{ left: `${bar.labelAt}%` }}
      >
        {bar.hint ? '⚠ ' : ''}
        {bar.label}
      </span>
    </>
  )
}
