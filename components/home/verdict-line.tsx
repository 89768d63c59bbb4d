import clsx from 'clsx'
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { Time } from '@/components/ui/time'
import type { Verdict } from '@/lib/format/verdict'

const LOOK = {
  good: { Icon: CircleCheck, color: 'text-success' },
  bad: { Icon: CircleAlert, color: 'text-failed' },
  unknown: { Icon: CircleHelp, color: 'text-warning' },
} as const

/** The first sentence: what is wrong, each number leading to exactly what it counts. */
export function VerdictLine({
  verdict,
  heardAt,
  note,
}: {
  verdict: Verdict
  heardAt: string | null
  note: ReactNode
}) {
  const { Icon, color } = LOOK[verdict.tone]
  return (
    <div className="flex items-start gap-3">
      <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', color)} />
      <div className="min-w-0">
        <p className="text-lg font-medium text-ink">
          {verdict.clauses.map((clause, index) => (
            <Fragment key={clause.href}>
              {index > 0 ? <span className="text-ink-3"> · </span> : null}
              <Link
                href={clause.href}
                prefetch={false}
                className={clsx(
                  'rounded underline decoration-current/40 underline-offset-4 hover:decoration-current',
                  clause.tone === 'broken' ? 'text-failed' : 'text-warning',
                )}
              >
                {clause.count} {clause.words}
              </Link>
            </Fragment>
          ))}
          {verdict.plain && verdict.clauses.length > 0 ? <span className="text-ink-3"> · </span> : null}
          {verdict.plain}
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
          {heardAt === null ? null : (
            <span>
              The newest execution began <Time iso={heardAt} />.
            </span>
          )}
          {note}
        </p>
      </div>
    </div>
  )
}
