import { and, asc, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { ownershipRules } from '@/db/schema/access'
import { teams, users } from '@/db/schema/people'
import { repositories } from '@/db/schema/repositories'
import { sources } from '@/db/schema/sources'
import { codeOwnersOfFlow } from '@/db/store/code-owners-of-flow'
import type { ListedOwnershipRule, OwnedFlow, OwnershipRule } from '@/lib/model/ownership-rule'
import type { Scope } from '@/lib/model/scope'
import { surveyRules } from '@/lib/ownership/match-rules'
import { isReadable } from './readable'
import { visibleIn } from './visible'

/** More flows than this are not counted; a rule's figures then say how many of the first of them. */
const FLOWS_COUNTED = 50_000

/** The rules by position, each with what it comes to. For who may see the flows of all teams; others see theirs. */
export async function listOwnershipRules(scope: Scope, on: Db = database()): Promise<ListedOwnershipRule[]> {
  const rules = await on
    .select({
      rule: ownershipRules,
      teamName: teams.name,
      sourceName: sources.name,
      repositoryName: repositories.name,
      createdBy: users.name,
    })
    .from(ownershipRules)
    .innerJoin(teams, and(eq(teams.orgId, ownershipRules.orgId), eq(teams.id, ownershipRules.teamId)))
    .leftJoin(
      sources,
      and(
        eq(sources.orgId, ownershipRules.orgId),
        eq(sources.id, ownershipRules.sourceId),
        visibleIn(scope, 'source.read', sources.teamId),
      ),
    )
    .leftJoin(
      repositories,
      and(
        eq(repositories.orgId, ownershipRules.orgId),
        eq(repositories.id, ownershipRules.repositoryId),
        visibleIn(scope, 'source.read', repositories.teamId),
      ),
    )
    .leftJoin(users, and(eq(users.orgId, ownershipRules.orgId), eq(users.id, ownershipRules.createdBy)))
    .where(and(eq(ownershipRules.orgId, scope.orgId), visibleIn(scope, 'source.read', ownershipRules.teamId)))
    .orderBy(asc(ownershipRules.position), asc(ownershipRules.id))
    .limit(500)
  if (rules.length === 0) return []
  const plain = rules.map(({ rule }) => rule)
  const surveys = surveyRules(plain, await listOwnedFlows(scope, plain, on))
  return rules.map(({ rule, ...rest }) => {
    const survey = surveys.get(rule.id)
    return {
      ...rule,
      ...rest,
      matched: survey?.matched ?? 0,
      decided: survey?.decided ?? 0,
      conflicts: [...(survey?.takenBy ?? [])].flatMap(([id, flows]) => {
        const winner = rules.find((one) => one.rule.id === id)
        return winner === undefined
          ? []
          : [{ position: winner.rule.position, teamName: winner.teamName, flows }]
      }),
    }
  })
}

/** The flows the scope may see, as rules look at them. Labels are read only where a rule asks for one. */
async function listOwnedFlows(scope: Scope, rules: readonly OwnershipRule[], on: Db): Promise<OwnedFlow[]> {
  const labels = rules.some(({ labelKey }) => labelKey !== null)
    ? sql`coalesce((select e.labels from executions e where e.org_id = f.org_id and e.flow_id = f.id
        order by e.occurred_at desc, e.id desc limit 1), '{}')`
    : sql`'{}'::jsonb`
  const found = await on.execute<OwnedFlow>(sql`
    select f.source_id as "sourceId", f.namespace, f.name, ${labels} as labels, ${codeOwnersOfFlow(rules)} as "codeOwners"
    from flows f where f.org_id = ${scope.orgId} and ${isReadable(scope, sql`f.team_id`)} order by f.id limit ${FLOWS_COUNTED}`)
  return found.rows
}
