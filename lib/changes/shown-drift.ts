import { lagWords, type PlaceWords, placesOf } from '@/lib/format/drift-words'
import type { ListedDrift } from '@/lib/model/listed-change'

/** What the browser needs of a row of the drift page: words, not what they were worked out from. */
export type ShownDrift = Pick<
  ListedDrift,
  'flowId' | 'flow' | 'namespace' | 'source' | 'team' | 'state' | 'actor' | 'changeId'
> & {
  since: string
  lag: string | null
  because: string
  places: PlaceWords[]
}

/** Works out what a row of the drift page shows. */
export function shownDrift(row: ListedDrift): ShownDrift {
  const { flowId, flow, namespace, source, team, state, actor, changeId, detail } = row
  return {
    ...{ flowId, flow, namespace, source, team, state, actor, changeId },
    since: row.since.toISOString(),
    lag: lagWords(row.lagCommits, detail.lagHours),
    because: detail.because,
    places: placesOf(detail, row.repository),
  }
}
