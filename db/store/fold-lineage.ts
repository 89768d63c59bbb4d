import type { Client } from 'pg'
import type { DecodedEvent, ExecutionReference } from '@/lib/model/event'
import type { TraceFold } from './fold-facts'

export type ToldLineage = {
  orgId: string
  sourceId: string
  teamId: string
  environment: string
  eventId: string
  event: DecodedEvent
}

export type FoldedLineage = {
  folds: TraceFold[]
  keys: { orgId: string; executionId: string; key: string }[]
  references: ({ orgId: string; executionId: string } & ExecutionReference)[]
  became: Map<string, { executionId: string; taskRunId: string | null }[]>
}

export async function foldLineage(
  _client: Client,
  _told: readonly ToldLineage[],
  _now: string,
): Promise<FoldedLineage> {
  return { folds: [], keys: [], references: [], became: new Map() }
}
