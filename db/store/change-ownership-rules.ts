import { randomUUID } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { ownershipRules } from '@/db/schema/access'
import { repositories } from '@/db/schema/repositories'
import { sources } from '@/db/schema/sources'
import type { OwnershipRule } from '@/lib/model/ownership-rule'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'
import { requireTeam } from './require-team'

const MOST_RULES = 500
/** Rules move flows from team to team, so that no one team may change them. */
const NEEDS = { permission: 'ownership.write', teamId: null } as const

type Rule = Omit<OwnershipRule, 'id'>
export type NewOwnershipRule = Omit<Rule, 'position'>

/** Adds a rule behind all others. The worker applies it to the flows that there are. */
export const createOwnershipRule = (
  scope: Scope,
  rule: NewOwnershipRule,
  on: Db = database(),
): Promise<{ ruleId: string }> =>
  audited(
    scope,
    NEEDS,
    async (tx) => {
      const { orgId, userId } = scope
      if (userId === null) throw new Refusal('forbidden', 'Only people make rules.')
      const { sourceId, namespace, name, labelKey, codeOwner, repositoryId } = rule
      if ([sourceId, namespace, name, labelKey, codeOwner].every((each) => each === null))
        throw new Refusal('invalid', 'Give at least one condition.', null, 'namespace')
      await requireTeam(tx, orgId, rule.teamId)
      if (sourceId !== null) await requireSource(tx, orgId, sourceId)
      if (repositoryId !== null) await requireRepository(tx, orgId, repositoryId)
      const others = await lockRules(tx, orgId)
      if (others.length >= MOST_RULES)
        throw new Refusal('conflict', `There are ${MOST_RULES} rules already. Delete some first.`)
      const id = randomUUID()
      const position = (others.at(-1)?.position ?? 0) + 1
      await tx
        .insert(ownershipRules)
        .values({ ...rule, orgId, id, position, createdBy: userId, createdAt: new Date() })
      return {
        result: { ruleId: id },
        entry: {
          action: 'ownership.created',
          target: targetOf(id, rule.teamId),
          after: { ...rule, position },
        },
      }
    },
    on,
  )

/** Lets a rule change places with the one before or behind it. */
export const moveOwnershipRule = (
  scope: Scope,
  { ruleId, direction }: { ruleId: string; direction: 'up' | 'down' },
  on: Db = database(),
): Promise<void> =>
  audited(
    scope,
    { ...NEEDS, target: { kind: 'ownership_rule', id: ruleId } },
    async (tx) => {
      const rules = await lockRules(tx, scope.orgId)
      const at = rules.findIndex(({ id }) => id === ruleId)
      const rule = rules[at]
      if (rule === undefined) throw gone()
      const to = direction === 'up' ? at - 1 : at + 1
      if (to < 0 || to >= rules.length)
        throw new Refusal(
          'conflict',
          direction === 'up' ? 'It is the first already.' : 'It is the last already.',
        )
      const order = rules.map(({ id }) => id)
      order.splice(to, 0, ...order.splice(at, 1))
      await renumber(tx, scope.orgId, rules, order)
      return {
        result: undefined,
        entry: {
          action: 'ownership.moved',
          target: targetOf(ruleId, rule.teamId),
          before: { position: at + 1 },
          after: { position: to + 1 },
        },
      }
    },
    on,
  )

/** Takes a rule away; what it decided goes to the next one that fits, else back to the team of the source. */
export const deleteOwnershipRule = (scope: Scope, ruleId: string, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { ...NEEDS, target: { kind: 'ownership_rule', id: ruleId } },
    async (tx) => {
      const rules = await lockRules(tx, scope.orgId)
      const rule = rules.find(({ id }) => id === ruleId)
      if (rule === undefined) throw gone()
      await tx.delete(ownershipRules).where(isRule(scope.orgId, ruleId))
      const rest = rules.filter(({ id }) => id !== ruleId)
      await renumber(
        tx,
        scope.orgId,
        rest,
        rest.map(({ id }) => id),
      )
      const { id: _id, ...before } = rule
      return {
        result: undefined,
        entry: { action: 'ownership.deleted', target: targetOf(ruleId, rule.teamId), before },
      }
    },
    on,
  )

/** All rules in their order, so that whoever changes the order is alone with it. */
const lockRules = (tx: Db, orgId: string): Promise<OwnershipRule[]> =>
  tx
    .select({
      id: ownershipRules.id,
      teamId: ownershipRules.teamId,
      position: ownershipRules.position,
      sourceId: ownershipRules.sourceId,
      namespace: ownershipRules.namespace,
      name: ownershipRules.name,
      labelKey: ownershipRules.labelKey,
      labelValue: ownershipRules.labelValue,
      codeOwner: ownershipRules.codeOwner,
      repositoryId: ownershipRules.repositoryId,
    })
    .from(ownershipRules)
    .where(eq(ownershipRules.orgId, orgId))
    .orderBy(asc(ownershipRules.position), asc(ownershipRules.id))
    .for('update')

async function renumber(tx: Db, orgId: string, rules: OwnershipRule[], order: string[]): Promise<void> {
  for (const [index, id] of order.entries()) {
    if (rules.find((rule) => rule.id === id)?.position === index + 1) continue
    await tx
      .update(ownershipRules)
      .set({ position: index + 1 })
      .where(isRule(orgId, id))
  }
}

async function requireSource(tx: Db, orgId: string, sourceId: string): Promise<void> {
  const found = await tx
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.orgId, orgId), eq(sources.id, sourceId)))
  if (found.length === 0) throw new Refusal('not_found', 'There is no such source.', null, 'sourceId')
}

async function requireRepository(tx: Db, orgId: string, repositoryId: string): Promise<void> {
  const found = await tx
    .select({ id: repositories.id })
    .from(repositories)
    .where(and(eq(repositories.orgId, orgId), eq(repositories.id, repositoryId)))
  if (found.length === 0) throw new Refusal('not_found', 'There is no such repository.', null, 'repositoryId')
}

const isRule = (orgId: string, id: string) => and(eq(ownershipRules.orgId, orgId), eq(ownershipRules.id, id))

const targetOf = (id: string, teamId: string) => ({ kind: 'ownership_rule', id, teamId })

const gone = () => new Refusal('not_found', 'There is no such rule.')
