import { HomeBars } from '@/components/home/home-bars'
import { answered } from '@/db/answered'
import { countExecutionsByState } from '@/db/queries/count-executions-by-state'
import type { Scope } from '@/lib/model/scope'
import { windowFrom } from '@/lib/query/window'
import { DayFrame } from './day-frame'

const HOUR_MS = 3_600_000

/** The executions of the last 24 hours as bars; without an answer it says so. */
export async function HomeDay({ scope }: { scope: Scope }) {
  const toMs = Date.now()
  const { fromMs } = windowFrom('24h', toMs)
  const stepMs = HOUR_MS
  const question = { filter: null, window: { fromMs, toMs: null } }
  const counts = await answered(() => countExecutionsByState(scope, question, stepMs))
  return (
    <DayFrame>
      {counts.known ? (
        <HomeBars counts={counts.value} stretch={{ fromMs, toMs, stepMs }} />
      ) : (
        <p className="flex h-26.25 items-center justify-center text-xs font-medium text-warning">
          Unknown: counting took too long.
        </p>
      )}
    </DayFrame>
  )
}
