import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { ingestTokens, sources } from '@/db/schema/sources'
import type { Scope } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'
import { audited } from './audited'
import { insertIngestToken } from './create-ingest-token'

const HOUR_MS = 3_600_000
const NAME = 'Sample generator'

/** A token for each of the sample's sources, by its key; they run out within the hour, and those from before end now. */
export const mintSampleTokens = (
  scope: Scope,
  sourcesByKey: Readonly<Record<string, string>>,
  on: Db = database(),
): Promise<Map<string, string>> =>
  audited(
    scope,
    { permission: 'sample.write', teamId: null },
    async (tx) => {
      await endTokens(tx, scope.orgId, Object.values(sourcesByKey))
      const tokens = new Map<string, string>()
      for (const [key, sourceId] of Object.entries(sourcesByKey)) {
        const [source] = await tx
          .select({ teamId: sources.teamId })
          .from(sources)
          .where(and(eq(sources.orgId, scope.orgId), eq(sources.id, sourceId), eq(sources.isSample, true)))
        if (source === undefined) throw new Error(`The sample's source ${key} is gone`)
        const of = { orgId: scope.orgId, userId: null, sourceId, teamId: source.teamId }
        const expiresAt = new Date(Date.now() + HOUR_MS)
        const made = await insertIngestToken(tx, of, { name: NAME, expiresAt })
        await appendAuditEntry(tx, scope, made.entry)
        tokens.set(key, made.token)
      }
      return { result: tokens, entry: entryOf(scope, 'sample.sending_began') }
    },
    on,
  )

/** Ends them once nothing more is to be sent. */
export const endSampleTokens = (
  scope: Scope,
  sourcesByKey: Readonly<Record<string, string>>,
  on: Db = database(),
): Promise<void> =>
  audited(
    scope,
    { permission: 'sample.write', teamId: null },
    async (tx) => {
      await endTokens(tx, scope.orgId, Object.values(sourcesByKey))
      return { result: undefined, entry: entryOf(scope, 'sample.sending_ended') }
    },
    on,
  )

async function endTokens(tx: Db, orgId: string, sourceIds: string[]): Promise<void> {
  await tx
    .update(ingestTokens)
    .set({ revokedAt: new Date() })
    .where(
      and(
        eq(ingestTokens.orgId, orgId),
        inArray(ingestTokens.sourceId, sourceIds),
        eq(ingestTokens.name, NAME),
        isNull(ingestTokens.createdBy),
        isNull(ingestTokens.revokedAt),
      ),
    )
}

const entryOf = (scope: Scope, action: string) => ({
  action,
  target: { kind: 'organization', id: scope.orgId, teamId: null },
})
