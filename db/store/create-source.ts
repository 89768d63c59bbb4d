import { randomUUID } from 'node:crypto'
import { type Db, database } from '@/db/client'
import { sources } from '@/db/schema/sources'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { slugOf } from '@/lib/model/slug'
import type { AuditEntry } from './append-audit-entry'
import { audited } from './audited'
import { requireTeam } from './require-team'

export type NewSource = {
  teamId: string
  name: string
  kind: string
  environment: string
}

/** Slug of Runledger's own source, which it makes itself. */
export const SELF_SLUG = 'runledger'

/** Adds a source to a team. Its name is unique within the organization. */
export const createSource = (
  scope: Scope,
  source: NewSource,
  on: Db = database(),
): Promise<{ sourceId: string }> =>
  audited(
    scope,
    { permission: 'source.write', teamId: source.teamId },
    async (tx) => {
      const { sourceId, entry } = await insertSource(tx, scope.orgId, source)
      return { result: { sourceId }, entry }
    },
    on,
  )

/** The row and its audit entry, for verbs that create a source among other things. */
export async function insertSource(
  tx: Db,
  orgId: string,
  source: NewSource,
): Promise<{ sourceId: string; entry: AuditEntry }> {
  await requireTeam(tx, orgId, source.teamId)
  const slug = slugOf(source.name)
  const id = randomUUID()
  const inserted =
    slug === SELF_SLUG
      ? []
      : await tx
          .insert(sources)
          .values({ orgId, id, slug, ...source, createdAt: new Date() })
          .onConflictDoNothing({ target: [sources.orgId, sources.slug] })
          .returning({ id: sources.id })
  if (inserted.length === 0)
    throw new Refusal('conflict', `There is a source called “${source.name}” already.`, null, 'name')
  const { teamId, ...after } = source
  return { sourceId: id, entry: { action: 'source.created', target: { kind: 'source', id, teamId }, after } }
}
