import { ChevronRight, Crosshair } from 'lucide-react'
import Link from 'next/link'
import { Fragment } from 'react'
import { ExceptionCard } from '@/components/timeline/exception-card'
import { buttonClass } from '@/components/ui/button'
import type { ExceptionView } from '@/lib/timeline/span-view'

type Props = {
  /** Names from the outermost step to the one that failed; empty where no step failed. */
  path: string[]
  exception: ExceptionView
  /** The step in the waterfall, where there is one. */
  href: string | null
  logsHref: string | null
}

/** The answer to the first question: which step, and what it said. */
export function WhereItBroke({ path, exception, href, logsHref }: Props) {
  const isSilent = exception.type === null && exception.message === null && exception.stack === null
  return (
    <section
      aria-labelledby="where-it-broke"
      className="rounded-lg border border-failed/40 bg-failed/5 px-4 py-3 dark:bg-failed/8"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id="where-it-broke" className="text-xs font-medium text-ink-3">
            Where it broke
          </h2>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-1 text-base font-semibold wrap-anywhere text-ink">
            {path.length === 0 ? 'No step of it failed: the execution itself did' : null}
            {path.map((name, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat along the way
              <Fragment key={n}>
                {n > 0 ? <ChevronRight aria-hidden className="size-3.5 text-ink-3" /> : null}
                <span className={n === path.length - 1 ? undefined : 'font-normal text-ink-2'}>{name}</span>
              </Fragment>
            ))}
          </p>
        </div>
        <div className="flex gap-2">
          {href ? (
            <Link href={href} className={buttonClass('secondary', 'sm')}>
              <Crosshair aria-hidden />
              Show in the waterfall
            </Link>
          ) : null}
          {logsHref ? (
            <Link href={logsHref} className={buttonClass('secondary', 'sm')}>
              Logs of this step
            </Link>
          ) : null}
        </div>
      </div>
      <div className="mt-2">
        {isSilent ? (
          <p className="text-sm text-ink-2">
            The source did not say why. It can: record the exception on the span (SDKs have{' '}
            <code>recordException</code>
            ), or send the log that goes with it.
          </p>
        ) : (
          <ExceptionCard exception={exception} />
        )}
      </div>
    </section>
  )
}
