import type { Client } from 'pg'
import { flowIdOf } from '@/lib/executions/identity'
import { flows } from '../schema/sources'
import type { TraceFold } from './fold-facts'
import type { OwnerBook } from './fold-owners'
import type { SourceBook } from './fold-sources'
import { Recordset } from './write-recordset'
import { KnownIds } from './write-resources'

type Row = typeof flows.$inferInsert

type FlowRow = Omit<Row, 'firstSeenAt'> & { firstSeenAt: string }

const recordset = new Recordset<FlowRow>(flows)

export type FlowKey = { orgId: string; id: string }

// Of those that stand in for a name, only such as an execution is of by all that is known of it. The update is for its lock.
const INSERT_STANDING_IN = `${recordset.insert}
  where exists (select from executions e where e.org_id = r.org_id and e.flow_id = r.id)
  on conflict (org_id, id) do update set first_seen_at = flows.first_seen_at`

/** The flows that executions are of; each is sent to the database once a process. */
export class FlowStore {
  readonly #known = new KnownIds(50_000)

  /** Inserts what is new, and returns what has to be called once that is committed. */
  async write(
    client: Client,
    folds: readonly TraceFold[],
    sources: SourceBook,
    owners: OwnerBook,
    now: string,
  ): Promise<() => void> {
    const rows = new Map<string, FlowRow>()
    const standingIn = new Map<string, FlowRow>()
    for (const { orgId, executions, fallback } of folds) {
      for (const fact of executions) {
        const id = flowIdOf(orgId, fact)
        const key = `${orgId}/${id}`
        if (rows.has(key) || this.#known.has(key)) continue
        const { sourceId, namespace, flow: name, dialect } = fact
        const rule = owners.ruleOf(orgId, fact)
        const { teamId } = rule ?? sources.of(orgId, sourceId) ?? fallback
        const ownerRuleId = rule?.id ?? null
        const into = fact.standsIn === true ? standingIn : rows
        into.set(key, {
          orgId,
          id,
          sourceId,
          teamId,
          ownerRuleId,
          namespace,
          name,
          dialect,
          firstSeenAt: now,
        })
      }
    }
    if (rows.size > 0) {
      const text = `${recordset.insert} on conflict do nothing`
      await client.query({ name: 'insert-flows', text, values: [recordset.encode(inOrder(rows))] })
    }
    if (standingIn.size > 0)
      await client.query({ text: INSERT_STANDING_IN, values: [recordset.encode(inOrder(standingIn))] })
    return () => {
      for (const key of rows.keys()) this.#known.add(key)
    }
  }
}

const inOrder = (rows: ReadonlyMap<string, FlowRow>): FlowRow[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

const LOCK = `
  select from flows f join unnest($1::uuid[], $2::uuid[]) as w(org_id, id) on f.org_id = w.org_id and f.id = w.id
  order by f.org_id, f.id for update of f`

// A statement of its own, after the lock: it sees the executions of whoever held it.
const REMOVE = `
  with emptied as (
    delete from flows f using unnest($1::uuid[], $2::uuid[]) as w(org_id, id)
    where f.org_id = w.org_id and f.id = w.id
      and not exists (select from executions e where e.org_id = w.org_id and e.flow_id = w.id)
    returning f.org_id, f.id
  ), days as (
    delete from flow_days d using emptied e where d.org_id = e.org_id and d.flow_id = e.id
  )
  delete from flow_usual u using emptied e where u.org_id = e.org_id and u.flow_id = e.id`

/** Removes flows that stood in for a name until somebody told it, once no execution is of them any more. */
export async function removeLeftFlows(client: Client, left: readonly FlowKey[]): Promise<void> {
  if (left.length === 0) return
  const values = [left.map(({ orgId }) => orgId), left.map(({ id }) => id)]
  await client.query({ text: LOCK, values })
  await client.query({ text: REMOVE, values })
}
