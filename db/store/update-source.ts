import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { getSource } from '@/db/queries/get-source'
import { type RECOGNITION, sources } from '@/db/schema/sources'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'

export type SourceChange = {
  name?: string
  environment?: string
  recognition?: (typeof RECOGNITION)[number]
}

/** Changes what people may change of a source; its slug and its kind stay, since links and dialects rest on them. */
export async function updateSource(
  scope: Scope,
  sourceId: string,
  change: SourceChange,
  on: Db = database(),
): Promise<void> {
  const { teamId } = await getSource(scope, sourceId, on)
  await audited(
    scope,
    { permission: 'source.write', teamId, target: { kind: 'source', id: sourceId } },
    async (tx) => {
      // The team is part of the condition: were the source given to another meanwhile, the permission would not hold.
      const mine = and(eq(sources.orgId, scope.orgId), eq(sources.id, sourceId), eq(sources.teamId, teamId))
      const [before] = await tx
        .select({ name: sources.name, environment: sources.environment, recognition: sources.recognition })
        .from(sources)
        .where(mine)
        .for('update')
      if (before === undefined) throw new Refusal('not_found', 'There is no such source.')
      await tx.update(sources).set(change).where(mine)
      return {
        result: undefined,
        entry: {
          action: 'source.updated',
          target: { kind: 'source', id: sourceId, teamId },
          before,
          after: { ...before, ...change },
        },
      }
    },
    on,
  )
}
