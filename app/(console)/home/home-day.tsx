import { HomeBars } from '@/components/home/home-bars'
import { answered } from '@/db/answered'
import { countExecutionsByState } from '@/db/queries/count-executions-by-state'
import { listChangeMarks } from '@/db/queries/home-change-marks'
import type { Scope } from '@/lib/model/scope'
import { windowFrom } from '@/lib/query/window'
import { DayFrame } from './day-frame'

const HOUR_MS = 3_600_000

/** The executions of the last 24 hours as bars, with marks of changes; without an answer it says so. */
export async function HomeDay({ scope }: { scope: Scope }) {
  const toMs = Date.now()
  const { fromMs } = windowFrom('24h', toMs)
  const stepMs = HOUR_MS
  const question = { filter: null, window: { fromMs, toMs: null } }
  const [counts, marks] = await Promise.all([
    answered(() => countExecutionsByState(scope, question, stepMs)),
    answered(() => listChangeMarks(scope, fromMs)),
  ])
  return (
    <DayFrame>
      {counts.known ? (
        <>
          <HomeBars
            counts={counts.value}
            stretch={{ fromMs, toMs, stepMs }}
            marks={marks.known ? marks.value : []}
          />
          {marks.known ? null : (
            <p className="text-xs font-medium text-warning">Unknown: what was changed could not be read.</p>
          )}
        </>
      ) : (
        <p className="flex h-26.25 items-center justify-center text-xs font-medium text-warning">
          Unknown: counting took too long.
        </p>
      )}
    </DayFrame>
  )
}
