import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { getSource } from '@/db/queries/get-source'
import { sourceConnections } from '@/db/schema/events'
import type { Json } from '@/lib/audit/canonical-json'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'

/** How a source's webhooks prove themselves, or its API is asked; what is left out stays as it is. */
export type ConnectionChange = {
  /** Which verifier; null to take ingest tokens again. The secret is sealed. */
  webhook?: { verifier: string | null; secret: Buffer | null; overlapHours: number }
  mapping?: Json
  /** Where and whether the API is asked; settings are sealed, null keeps those that are there. */
  poll?: { url: string; settings: Buffer | null; isOn: boolean }
}

type Row = typeof sourceConnections.$inferSelect

/** Changes how a source is connected. No secret is told or written down, only that it changed. */
export async function connectSource(
  scope: Scope,
  sourceId: string,
  change: ConnectionChange,
  on: Db = database(),
): Promise<void> {
  const { teamId } = await getSource(scope, sourceId, on)
  const { orgId } = scope
  await audited(
    scope,
    { permission: 'source.write', teamId, target: { kind: 'source', id: sourceId } },
    async (tx) => {
      const now = new Date()
      const mine = and(eq(sourceConnections.orgId, orgId), eq(sourceConnections.sourceId, sourceId))
      await tx.insert(sourceConnections).values({ orgId, sourceId, updatedAt: now }).onConflictDoNothing()
      const [before] = await tx.select().from(sourceConnections).where(mine).for('update')
      const set = {
        ...(change.webhook === undefined ? {} : webhookOf(change.webhook, before ?? null, now)),
        ...(change.mapping === undefined ? {} : { mapping: change.mapping }),
        ...(change.poll === undefined ? {} : pollOf(change.poll)),
        updatedAt: now,
      }
      await tx.update(sourceConnections).set(set).where(mine)
      return {
        result: undefined,
        entry: {
          action: 'source.connected',
          target: { kind: 'source', id: sourceId, teamId },
          before: told(before ?? null),
          after: {
            ...told({ ...(before ?? EMPTY), ...set }),
            secretChanged: change.webhook !== undefined && change.webhook.secret !== null,
          },
        },
      }
    },
    on,
  )
}

function webhookOf(
  { verifier, secret, overlapHours }: NonNullable<ConnectionChange['webhook']>,
  before: Row | null,
  now: Date,
) {
  if (secret === null) return { verifier }
  return {
    verifier,
    secret,
    previousSecret: before?.secret ?? null,
    previousSecretUntil: new Date(now.getTime() + overlapHours * 3_600_000),
  }
}

const pollOf = ({ url, settings, isOn }: NonNullable<ConnectionChange['poll']>) => ({
  pollUrl: url,
  isPolled: isOn,
  ...(settings === null ? {} : { pollSettings: settings }),
})

const EMPTY = { verifier: null, mapping: null, pollUrl: null, isPolled: false }

/** What of a connection may be read in the audit log. */
function told(row: Pick<Row, 'verifier' | 'mapping' | 'pollUrl' | 'isPolled'> | null) {
  const { verifier, mapping, pollUrl, isPolled } = row ?? EMPTY
  return { verifier, mapping, pollUrl, isPolled }
}
