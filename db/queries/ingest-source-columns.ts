import { sources } from '@/db/schema/sources'

/** What makes an `IngestSource`, but for `isSelf`, which who asks knows. */
export const INGEST_SOURCE = {
  orgId: sources.orgId,
  sourceId: sources.id,
  teamId: sources.teamId,
  kind: sources.kind,
  environment: sources.environment,
  recognition: sources.recognition,
  itemsPerSecond: sources.itemsPerSecond,
} as const
