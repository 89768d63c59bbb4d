import type { DriftState } from '@/lib/model/flow-change'

/** A team or a source by what people call it. */
export type NamedThing = { id: string; name: string }

/** What of the flows is asked for. */
export type DriftQuestion = { teamId?: string; sourceId?: string }

/** A flow that stands somehow to Git; `since` is ISO 8601 in UTC. */
export type DriftedFlow = {
  flowId: string
  flow: string
  namespace: string
  source: string
  team: string
  state: DriftState
  since: string
  lagCommits: number | null
  lagHours: number | null
  because: string
  repository: string | null
  path: string | null
  /** Who made its newest change, where somebody says so. */
  changedBy: string | null
}

/** Where drift is read: the database of this machine, or the API of another one. */
export type DriftSource = {
  teams: () => Promise<NamedThing[]>
  sources: () => Promise<NamedThing[]>
  counts: (question: DriftQuestion) => Promise<Record<DriftState, number>>
  /** One page of the flows that stand so, from 1, and whether there is another. */
  page: (
    question: DriftQuestion,
    state: DriftState,
    page: number,
  ) => Promise<{ flows: DriftedFlow[]; hasMore: boolean }>
}

type Row = Omit<DriftedFlow, 'lagHours' | 'because' | 'path' | 'changedBy' | 'since'> & {
  since: Date | string
  detail: { lagHours: number | null; because: string; git: { path: string } | null }
  actor: { name: string; person: string | null } | null
}

/** A row of the list of drift as the command tells it. */
export const driftedFlow = ({ detail, actor, since, ...row }: Row): DriftedFlow => ({
  ...{ flowId: row.flowId, flow: row.flow, namespace: row.namespace, source: row.source, team: row.team },
  ...{ state: row.state, lagCommits: row.lagCommits, repository: row.repository },
  since: new Date(since).toISOString(),
  lagHours: detail.lagHours,
  because: detail.because,
  path: detail.git?.path ?? null,
  changedBy: actor === null ? null : (actor.person ?? actor.name),
})
