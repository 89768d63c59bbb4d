import { randomUUID } from 'node:crypto'
import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { listSavedViews } from '@/db/queries/list-saved-views'
import { savedViews } from '@/db/schema/views'
import { Refusal } from '@/lib/model/refusal'
import type { SavedView } from '@/lib/model/saved-view'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { type Audited, audited, type Needs } from './audited'

export type NewView = { page: string; name: string; query: string; teamId: string | null }

/** As many as a menu can still be read with. */
const VIEWS_MAX = 50

/** Keeps a question under a name, for oneself or for a team. */
export async function saveView(
  scope: Scope,
  { page, name, query, teamId }: NewView,
  on: Db = database(),
): Promise<{ viewId: string }> {
  const ownerId = personOf(scope)
  const viewId = randomUUID()
  return audited(
    scope,
    needsFor(scope, page, viewId, teamId),
    async (tx) => {
      const beside = await viewsBeside(tx, scope, page, teamId)
      if (beside.length >= VIEWS_MAX)
        throw new Refusal('conflict', `There are ${VIEWS_MAX} views already. Delete one first.`)
      refuseTaken(beside, name)
      await tx.insert(savedViews).values({
        ...{ orgId: scope.orgId, id: viewId, page, name, query, ownerId, teamId },
        createdAt: new Date(),
      })
      return changed({ viewId }, 'view.saved', viewId, teamId, { after: { page, name, query } })
    },
    on,
  )
}

/** Gives a view another name. */
export async function renameView(
  scope: Scope,
  { page, viewId, name }: { page: string; viewId: string; name: string },
  on: Db = database(),
): Promise<void> {
  const view = await viewOf(scope, page, viewId, on)
  await audited(
    scope,
    needsFor(scope, page, viewId, view.teamId),
    async (tx) => {
      const beside = await viewsBeside(tx, scope, page, view.teamId)
      refuseTaken(
        beside.filter((each) => each.id !== viewId),
        name,
      )
      await tx.update(savedViews).set({ name }).where(thatView(scope, view))
      return changed(undefined, 'view.renamed', viewId, view.teamId, {
        before: { name: view.name },
        after: { name },
      })
    },
    on,
  )
}

/** Makes a view what its list opens with, in place of the one that was; or no longer. */
export async function setDefaultView(
  scope: Scope,
  { page, viewId, isDefault }: { page: string; viewId: string; isDefault: boolean },
  on: Db = database(),
): Promise<void> {
  const view = await viewOf(scope, page, viewId, on)
  await audited(
    scope,
    needsFor(scope, page, viewId, view.teamId),
    async (tx) => {
      await viewsBeside(tx, scope, page, view.teamId)
      await tx
        .update(savedViews)
        .set({ isDefault: false })
        .where(besideIt(scope, page, view.teamId))
      await tx.update(savedViews).set({ isDefault }).where(thatView(scope, view))
      const action = isDefault ? 'view.made_default' : 'view.default_removed'
      return changed(undefined, action, viewId, view.teamId, { after: { name: view.name } })
    },
    on,
  )
}

/** Forgets a view; addresses that were copied from it go on working, since they hold the question. */
export async function deleteView(
  scope: Scope,
  { page, viewId }: { page: string; viewId: string },
  on: Db = database(),
): Promise<void> {
  const view = await viewOf(scope, page, viewId, on)
  await audited(
    scope,
    needsFor(scope, page, viewId, view.teamId),
    async (tx) => {
      await tx.delete(savedViews).where(thatView(scope, view))
      const { name, query } = view
      return changed(undefined, 'view.deleted', viewId, view.teamId, { before: { name, query } })
    },
    on,
  )
}

/** One's own views need no more than that one may look; a team's are changed by those who may annotate what it runs. */
function needsFor(scope: Scope, page: string, viewId: string, teamId: string | null): Needs {
  const target = { kind: 'view', id: viewId }
  if (teamId !== null) return { permission: 'execution.annotate', teamId, target }
  const permission = page === '/audit' ? 'audit.read' : 'execution.read'
  const [anyTeam = null] = teamsFor(scope, permission) ?? []
  return { permission, teamId: anyTeam, target }
}

function personOf(scope: Scope): string {
  if (scope.userId === null) throw new Refusal('forbidden', 'Views belong to people.')
  return scope.userId
}

async function viewOf(scope: Scope, page: string, viewId: string, on: Db): Promise<SavedView> {
  const view = (await listSavedViews(scope, page, on)).find(({ id }) => id === viewId)
  if (view === undefined) throw new Refusal('not_found', 'There is no such view.')
  return view
}

/** Those of the same person, or of the same team. */
const besideIt = (scope: Scope, page: string, teamId: string | null): SQL | undefined =>
  and(
    eq(savedViews.orgId, scope.orgId),
    eq(savedViews.page, page),
    teamId === null
      ? and(isNull(savedViews.teamId), eq(savedViews.ownerId, personOf(scope)))
      : eq(savedViews.teamId, teamId),
  )

/** Locked in order, so that two who make a default of two views take turns. */
const viewsBeside = (tx: Db, scope: Scope, page: string, teamId: string | null) =>
  tx
    .select({ id: savedViews.id, name: savedViews.name })
    .from(savedViews)
    .where(besideIt(scope, page, teamId))
    .orderBy(savedViews.id)
    .for('update')

/** Its team is part of the condition, so that what was permitted is what is done. */
const thatView = (scope: Scope, { id, teamId }: SavedView): SQL | undefined =>
  and(
    eq(savedViews.orgId, scope.orgId),
    eq(savedViews.id, id),
    teamId === null
      ? and(isNull(savedViews.teamId), eq(savedViews.ownerId, personOf(scope)))
      : eq(savedViews.teamId, teamId),
  )

function refuseTaken(beside: readonly { name: string }[], name: string): void {
  if (beside.some((each) => each.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal('conflict', 'There is a view of that name already.', null, 'name')
}

type Change = Pick<Audited<unknown>['entry'], 'before' | 'after'>

const changed = <T>(
  result: T,
  action: string,
  id: string,
  teamId: string | null,
  change: Change,
): Audited<T> => ({ result, entry: { action, target: { kind: 'view', id, teamId }, ...change } })
