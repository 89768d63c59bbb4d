import type { State } from '@/lib/model/state'

type Verdict = 'stored' | 'duplicate' | 'rejected' | 'redacted'

/** What has arrived, as `/api/sources/[id]/arrival` tells it. */
export type ArrivalView = {
  counts: { signal: string; verdict: Verdict; reason: string; count: number }[]
  execution: {
    id: string
    flow: string
    title: string | null
    state: State
    nativeState: string | null
    isFinished: boolean
    isBroken: boolean
    failedTask: string | null
  } | null
  trace: { id: string; rootName: string | null } | null
  rejection: { path: string | null; message: string } | null
}

/** The sum of one verdict over all signals and reasons. */
export const totalOf = (arrival: ArrivalView, verdict: Verdict): number =>
  arrival.counts.filter((row) => row.verdict === verdict).reduce((sum, row) => sum + row.count, 0)
