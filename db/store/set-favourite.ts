import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { visibleIn } from '@/db/queries/visible'
import { flows } from '@/db/schema/sources'
import { favourites } from '@/db/schema/views'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { audited } from './audited'

export type FavouriteChange = { kind: 'flow'; id: string; isOn: boolean }

/** Stars a flow for the person who asks, or takes the star away. Twice is once. */
export async function setFavourite(
  scope: Scope,
  { kind, id, isOn }: FavouriteChange,
  on: Db = database(),
): Promise<void> {
  const { userId } = scope
  if (userId === null) throw new Refusal('forbidden', 'Favourites belong to people.')
  const teamId = await teamOfFlow(scope, id, on)
  await audited(
    scope,
    { permission: 'execution.read', teamId, target: { kind, id } },
    async (tx) => {
      const star = { orgId: scope.orgId, userId, kind, targetId: id }
      if (isOn) {
        await tx
          .insert(favourites)
          .values({ ...star, createdAt: new Date() })
          .onConflictDoNothing()
      } else {
        await tx
          .delete(favourites)
          .where(
            and(
              eq(favourites.orgId, star.orgId),
              eq(favourites.userId, userId),
              eq(favourites.kind, kind),
              eq(favourites.targetId, id),
            ),
          )
      }
      const action = isOn ? 'favourite.added' : 'favourite.removed'
      return { result: undefined, entry: { action, target: { kind, id, teamId } } }
    },
    on,
  )
}

async function teamOfFlow(scope: Scope, id: string, on: Db): Promise<string> {
  const mine = and(
    eq(flows.orgId, scope.orgId),
    eq(flows.id, id),
    visibleIn(scope, 'execution.read', flows.teamId),
  )
  const [flow] = isUuid(id) ? await on.select({ teamId: flows.teamId }).from(flows).where(mine).limit(1) : []
  if (flow === undefined) throw new Refusal('not_found', 'There is no such flow.')
  return flow.teamId
}
