import type { Client } from 'pg'
import { flowIdOf } from '@/lib/executions/identity'
import { flows } from '../schema/sources'
import type { TraceFold } from './fold-facts'
import type { OwnerBook } from './fold-owners'
import type { SourceBook } from './fold-sources'
import { Recordset } from './write-recordset'
import { KnownIds } from './write-resources'

type Row = typeof flows.$inferInsert

const recordset = new Recordset<Omit<Row, 'firstSeenAt'> & { firstSeenAt: string }>(flows)

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
    const rows = new Map<string, Omit<Row, 'firstSeenAt'> & { firstSeenAt: string }>()
    for (const { orgId, executions, fallback } of folds) {
      for (const fact of executions) {
        const id = flowIdOf(orgId, fact)
        const key = `${orgId}/${id}`
        if (rows.has(key) || this.#known.has(key)) continue
        const { sourceId, namespace, flow: name, dialect } = fact
        const rule = owners.ruleOf(orgId, fact)
        const { teamId } = rule ?? sources.of(orgId, sourceId) ?? fallback
        const ownerRuleId = rule?.id ?? null
        rows.set(key, {
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
      const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
      const text = `${recordset.insert} on conflict do nothing`
      await client.query({ name: 'insert-flows', text, values: [recordset.encode(sorted)] })
    }
    return () => {
      for (const key of rows.keys()) this.#known.add(key)
    }
  }
}
