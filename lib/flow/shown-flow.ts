import { quantileOf } from '@/lib/charts/duration-buckets'
import type { ListedFlow } from '@/lib/model/listed-flow'
import type { State } from '@/lib/model/state'
import { learnSchedule, scheduleWords } from './learned-schedule'
import { packOutcomes } from './packed-outcomes'

/** What the browser needs of a row of the catalogue: words and figures, not what they were worked out from. */
export type ShownFlow = Pick<
  ListedFlow,
  'id' | 'name' | 'isSample' | 'environment' | 'team' | 'lastError'
> & {
  place: string
  newest: State | null
  /** As `packOutcomes` packs them. */
  outcomes: string
  executions: number
  good: number
  broken: number
  p50Ms: number | null
  p95Ms: number | null
  schedule: { words: string; learnedFrom: number } | null
}

/** Works out what a row of the catalogue shows. */
export function shownFlow({ figures, startsMs, outcomes, ...row }: ListedFlow): ShownFlow {
  const learned = learnSchedule(startsMs)
  return {
    id: row.id,
    name: row.name,
    isSample: row.isSample,
    environment: row.environment,
    team: row.team,
    lastError: row.lastError,
    place: [row.namespace, row.source].filter((part) => part !== '').join(' · '),
    newest: outcomes[0]?.state ?? null,
    outcomes: packOutcomes(outcomes),
    executions: figures.executions,
    good: figures.good,
    broken: figures.broken,
    p50Ms: quantileOf(figures.durations, 0.5),
    p95Ms: quantileOf(figures.durations, 0.95),
    schedule: learned && { words: scheduleWords(learned), learnedFrom: learned.learnedFrom },
  }
}
