import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { getRepository } from '@/db/queries/get-repository'
import { repositories, repositoryRules } from '@/db/schema/repositories'
import { Refusal } from '@/lib/model/refusal'
import type { NewRepositoryRule } from '@/lib/model/repository'
import { mayIn, type Scope } from '@/lib/model/scope'
import { audited } from './audited'
import { markFlowsOfRepository } from './mark-flows-changed'
import { forgetHistory } from './repository-history'
import { requireTeam } from './require-team'
import { teamsOfSources } from './teams-of-sources'

/** A repository as people set it up. The credential is sealed; it is never in the audit log. */
export type NewRepository = {
  teamId: string
  name: string
  url: string | null
  branch: string
  credential: string | null
}

/** Adds a repository, which the worker begins to read at once. */
export const createRepository = (
  scope: Scope,
  repository: NewRepository,
  on: Db = database(),
): Promise<{ repositoryId: string }> =>
  audited(
    scope,
    { permission: 'repository.write', teamId: repository.teamId },
    async (tx) => {
      await requireTeam(tx, scope.orgId, repository.teamId)
      const id = randomUUID()
      const made = await tx
        .insert(repositories)
        .values({ ...repository, orgId: scope.orgId, id, createdAt: new Date() })
        .onConflictDoNothing({ target: [repositories.orgId, repositories.name] })
        .returning({ id: repositories.id })
      if (made.length === 0) throw known()
      return {
        result: { repositoryId: id },
        entry: {
          action: 'repository.created',
          target: { kind: 'repository', id, teamId: repository.teamId },
          after: shownOf(repository),
        },
      }
    },
    on,
  )

/** Changes where a repository is and how it is reached. `credential` undefined keeps the one that is there. */
export async function updateRepository(
  scope: Scope,
  repositoryId: string,
  change: Pick<NewRepository, 'name' | 'url' | 'branch'> & { credential?: string | null },
  on: Db = database(),
): Promise<void> {
  const { teamId } = await getRepository(scope, repositoryId, on)
  await audited(
    scope,
    { permission: 'repository.write', teamId, target: { kind: 'repository', id: repositoryId } },
    async (tx) => {
      const before = await lockRepository(tx, scope.orgId, repositoryId, teamId)
      const { credential, ...rest } = change
      const isElsewhere = before.name !== change.name || before.branch !== change.branch
      const written = { ...rest, ...(credential === undefined ? {} : { credential }) }
      if (before.name !== change.name && (await isTaken(tx, scope.orgId, change.name))) throw known()
      await tx
        .update(repositories)
        .set({
          ...written,
          problem: null,
          readAt: null,
          ...(isElsewhere ? { headSha: null, headAt: null } : {}),
        })
        .where(isIt(scope.orgId, repositoryId))
      if (isElsewhere) await forgetHistory(tx, scope.orgId, repositoryId)
      await markFlowsOfRepository(tx, scope.orgId, repositoryId)
      return {
        result: undefined,
        entry: {
          action: 'repository.updated',
          target: { kind: 'repository', id: repositoryId, teamId },
          before: shownOf(before),
          after: { ...shownOf({ ...before, ...written }), ...(credential ? { hasNewCredential: true } : {}) },
        },
      }
    },
    on,
  )
}

/** Takes a repository away with all that was read of it. Changes that it was the witness of lose it. */
export async function deleteRepository(
  scope: Scope,
  repositoryId: string,
  on: Db = database(),
): Promise<void> {
  const { teamId } = await getRepository(scope, repositoryId, on)
  await audited(
    scope,
    { permission: 'repository.write', teamId, target: { kind: 'repository', id: repositoryId } },
    async (tx) => {
      const before = await lockRepository(tx, scope.orgId, repositoryId, teamId)
      await forgetHistory(tx, scope.orgId, repositoryId)
      await markFlowsOfRepository(tx, scope.orgId, repositoryId)
      await tx.delete(repositoryRules).where(isRuleOf(scope.orgId, repositoryId))
      await tx.delete(repositories).where(isIt(scope.orgId, repositoryId))
      return {
        result: undefined,
        entry: {
          action: 'repository.deleted',
          target: { kind: 'repository', id: repositoryId, teamId },
          before: shownOf(before),
        },
      }
    },
    on,
  )
}

/** Puts these rules in place of all that there are; the history is then read again by them. */
export async function setRepositoryRules(
  scope: Scope,
  repositoryId: string,
  rules: readonly NewRepositoryRule[],
  on: Db = database(),
): Promise<void> {
  const { teamId, ruleList } = await getRepository(scope, repositoryId, on)
  await audited(
    scope,
    { permission: 'repository.write', teamId, target: { kind: 'repository', id: repositoryId } },
    async (tx) => {
      await lockRepository(tx, scope.orgId, repositoryId, teamId)
      await requireSources(tx, scope, rules, new Set(ruleList.map(({ sourceId }) => sourceId)))
      await markFlowsOfRepository(tx, scope.orgId, repositoryId)
      await tx.delete(repositoryRules).where(isRuleOf(scope.orgId, repositoryId))
      const rows = rules.map((rule, index) => ({
        ...rule,
        orgId: scope.orgId,
        id: randomUUID(),
        repositoryId,
        position: index + 1,
      }))
      if (rows.length > 0) await tx.insert(repositoryRules).values(rows)
      await tx
        .update(repositories)
        .set({ headSha: null, headAt: null, readAt: null })
        .where(isIt(scope.orgId, repositoryId))
      return {
        result: undefined,
        entry: {
          action: 'repository.rules_changed',
          target: { kind: 'repository', id: repositoryId, teamId },
          before: { rules: ruleList.map(({ id: _, ...rule }) => rule) },
          after: { rules: [...rules] },
        },
      }
    },
    on,
  )
}

/** Whoever says which file defines a flow speaks for the flow: that takes the right to change its source. */
async function requireSources(
  tx: Db,
  scope: Scope,
  rules: readonly NewRepositoryRule[],
  already: ReadonlySet<string>,
): Promise<void> {
  const fresh = [...new Set(rules.map(({ sourceId }) => sourceId))].filter((id) => !already.has(id))
  const teams = await teamsOfSources(tx, scope.orgId, fresh)
  for (const id of fresh) {
    const team = teams.get(id)
    if (team === undefined || !mayIn(scope, 'source.read', team))
      throw new Refusal('not_found', 'There is no such source.', null, 'sourceId')
    if (!mayIn(scope, 'source.write', team))
      throw new Refusal('forbidden', 'A rule for a source needs the permission source.write in its team.')
  }
}

async function lockRepository(tx: Db, orgId: string, id: string, teamId: string) {
  // The team is part of the condition: were it given to another meanwhile, the permission would not hold.
  const [found] = await tx
    .select()
    .from(repositories)
    .where(and(isIt(orgId, id), eq(repositories.teamId, teamId)))
    .for('update')
  if (found === undefined) throw new Refusal('not_found', 'There is no such repository.')
  return found
}

async function isTaken(tx: Db, orgId: string, name: string): Promise<boolean> {
  const found = await tx
    .select({ id: repositories.id })
    .from(repositories)
    .where(and(eq(repositories.orgId, orgId), eq(repositories.name, name)))
  return found.length > 0
}

const known = () => new Refusal('conflict', 'This repository is there already.', null, 'url')

const shownOf = ({ name, url, branch, credential }: Omit<NewRepository, 'teamId'>) => ({
  name,
  url,
  branch,
  hasCredential: credential !== null,
})

const isIt = (orgId: string, id: string) => and(eq(repositories.orgId, orgId), eq(repositories.id, id))
const isRuleOf = (orgId: string, id: string) =>
  and(eq(repositoryRules.orgId, orgId), eq(repositoryRules.repositoryId, id))
