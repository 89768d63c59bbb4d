import clsx from 'clsx'
import Link from 'next/link'
import { countOf, formatCappedCount, formatCount } from '@/lib/format/count'
import { changesHref } from '@/lib/input/change-address'
import { type ChangeMark, MARK_CAP } from '@/lib/model/home'

/** A mark above each bar of an hour in which something was changed; it leads to the change, or to the list of several. */
export function ChangeMarks({
  marks,
  bars,
}: {
  marks: readonly ChangeMark[]
  bars: readonly { startMs: number; label: string }[]
}) {
  const placed = marks.flatMap((mark) => {
    const index = bars.findIndex(({ startMs }) => startMs === mark.startMs)
    const bar = bars[index]
    return bar === undefined ? [] : [{ ...mark, index, label: bar.label }]
  })
  const [count, unexplained] = [sumOf(marks, 'count'), sumOf(marks, 'unexplained')]
  return (
    <>
      {/* On a phone the marks would be smaller than a finger. */}
      <p className="h-6 text-xs sm:hidden">
        {count === 0 ? null : (
          <Link
            href={changesHref({ range: '24h' })}
            prefetch={false}
            className="inline-flex h-6 items-center gap-1 rounded text-ink-2 hover:underline"
          >
            <span aria-hidden className={unexplained > 0 ? 'text-warning' : 'text-accent'}>
              {unexplained > 0 ? '◇' : '◆'}
            </span>
            {marks.some((mark) => mark.count > MARK_CAP)
              ? `More than ${formatCount(count)} changes`
              : countOf(count, 'change')}
            {nobodyWords(unexplained)}
          </Link>
        )}
      </p>
      <ol aria-label="Changes" className="relative h-6 max-sm:hidden">
        {placed.map(({ index, label, ...mark }) => (
          <li
            key={mark.startMs}
            className="absolute inset-y-0 flex w-6 -translate-x-1/2 justify-center"
            style={{ left: `${((index + 0.5) / bars.length) * 100}%` }}
          >
            <Link
              href={mark.count === 1 ? `/changes/${mark.id}` : changesHref({ range: '24h' })}
              prefetch={false}
              title={`${label}: ${wordsOf(mark)}`}
              className={clsx(
                'flex size-6 items-center justify-center rounded text-xs hover:bg-hover',
                mark.unexplained > 0 ? 'text-warning' : 'text-accent',
              )}
            >
              <span aria-hidden>{mark.unexplained > 0 ? '◇' : '◆'}</span>
              <span className="sr-only">
                {label}: {wordsOf(mark)}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </>
  )
}

const sumOf = (marks: readonly ChangeMark[], what: 'count' | 'unexplained'): number =>
  marks.reduce((sum, mark) => sum + mark[what], 0)

const nobodyWords = (unexplained: number): string =>
  unexplained === 0 ? '' : `, ${formatCount(unexplained)} unexplained`

function wordsOf({ count, unexplained, name, summary }: ChangeMark): string {
  const one = `${name === '' ? '' : `${name}, `}${summary}`
  const nobody = nobodyWords(unexplained)
  return count === 1
    ? `${one}${nobody}`
    : `${formatCappedCount(count, MARK_CAP)} changes${nobody}; the newest: ${one}`
}
