import type { Client } from 'pg'
import { flowIdOf } from '@/lib/executions/identity'
import type { ExecutionFact } from '@/lib/model/fact'
import type { OwnedFlow, OwnershipRule } from '@/lib/model/ownership-rule'
import { decidingRule } from '@/lib/ownership/match-rules'

/** A rule that was made is applied to what comes after this long at the latest; the worker sees to what came before. */
const READ_EVERY_MS = 10_000

const READ = `
  select org_id as "orgId", id, team_id as "teamId", position, source_id as "sourceId", namespace, name,
    label_key as "labelKey", label_value as "labelValue", code_owner as "codeOwner", repository_id as "repositoryId"
  from ownership_rules order by org_id, position, id`

/** Of organizations whose rules ask for it. */
const READ_CODE_OWNERS = `
  select f.org_id as "orgId", f.flow_id as "flowId", f.repository_id as "repositoryId", o as owner
  from repository_files f, unnest(f.owners) o
  where f.org_id in (select r.org_id from ownership_rules r where r.code_owner is not null)`

type CodeOwner = NonNullable<OwnedFlow['codeOwners']>[number]
type Fact = Pick<ExecutionFact, 'sourceId' | 'namespace' | 'flow' | 'labels'>

/** The rules of ownership as a process knows them, read again every few seconds: most batches ask nothing. */
export class OwnerBook {
  #rules = new Map<string, OwnershipRule[]>()
  #codeOwners = new Map<string, CodeOwner[]>()
  #readAt = Number.NEGATIVE_INFINITY

  /** Reads the rules if that was long ago. Outside of any transaction: nothing waits for it with locks held. */
  async refresh(client: Client): Promise<void> {
    // Not the clock of the data, which may stand still or be another one's.
    const now = performance.now()
    if (now - this.#readAt < READ_EVERY_MS) return
    this.#readAt = now
    const found = await client.query<OwnershipRule & { orgId: string }>({ name: 'read-owners', text: READ })
    const rules = new Map<string, OwnershipRule[]>()
    for (const row of found.rows) rules.set(row.orgId, [...(rules.get(row.orgId) ?? []), row])
    const named = found.rows.some(({ codeOwner }) => codeOwner !== null)
    this.#codeOwners = named ? await readCodeOwners(client) : new Map()
    this.#rules = rules
  }

  /** The rule that decides who owns the flow of a fact; null where it is the team of the source. */
  ruleOf(orgId: string, fact: Fact): OwnershipRule | null {
    const rules = this.#rules.get(orgId)
    if (rules === undefined) return null
    const { sourceId, namespace, flow: name, labels } = fact
    const codeOwners = this.#codeOwners.size === 0 ? [] : (this.#codeOwners.get(flowIdOf(orgId, fact)) ?? [])
    return decidingRule(rules, { sourceId, namespace, name, labels, codeOwners })
  }

  /** The teams that rules give what a trace speaks of, beside those of its sources. */
  teamsOf(orgId: string, facts: readonly Fact[]): string[] {
    if (!this.#rules.has(orgId)) return []
    const teams = facts.flatMap((fact) => this.ruleOf(orgId, fact)?.teamId ?? [])
    return [...new Set(teams)].sort()
  }
}

/** Whom CODEOWNERS names, by flow: ids of flows are unique among organizations. */
async function readCodeOwners(client: Client): Promise<Map<string, CodeOwner[]>> {
  type Row = CodeOwner & { orgId: string; flowId: string }
  const found = await client.query<Row>({ name: 'read-code-owners', text: READ_CODE_OWNERS })
  const byFlow = new Map<string, CodeOwner[]>()
  for (const { flowId, repositoryId, owner } of found.rows)
    byFlow.set(flowId, [...(byFlow.get(flowId) ?? []), { repositoryId, owner }])
  return byFlow
}
