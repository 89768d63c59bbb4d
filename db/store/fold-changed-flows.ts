import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { foldFlow } from '@/lib/changes/fold-changes'
import { type FlowToFold, loadFlowWitnesses } from './load-flow-witnesses'
import { writeFlowChanges } from './write-flow-changes'

type Due = FlowToFold & { since: string; isKnown: boolean }

const AT_ONCE = 100

/**
 * Works out anew the versions, changes and drift of flows of which something else is known now, each in a transaction of its
 * own, and returns how many. A flow that changes meanwhile stays due.
 */
export async function foldChangedFlows(db: Db, now: Date, mayGoOn: () => Promise<boolean>): Promise<number> {
  const { rows } = await db.execute<Due>(sql`
    select c.org_id as "orgId", c.flow_id as "flowId", c.since::text as since, f.source_id as "sourceId",
      f.team_id as "teamId", f.id is not null as "isKnown"
    from changed_flows c left join flows f on f.org_id = c.org_id and f.id = c.flow_id
    order by c.org_id, c.since limit ${AT_ONCE}`)
  let folded = 0
  for (const due of rows) {
    if (!(await mayGoOn())) break
    // A flow that nothing has run is known once a file or the tool names it; until then there is nothing to show.
    if (due.isKnown) await foldOne(db, due, now)
    await db.execute(sql`
      delete from changed_flows
      where org_id = ${due.orgId} and flow_id = ${due.flowId} and since = ${due.since}::timestamptz`)
    folded++
  }
  return folded
}

const foldOne = (db: Db, due: Due, now: Date): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.execute(
      sql`select 1 from flows where org_id = ${due.orgId} and id = ${due.flowId} for no key update`,
    )
    await writeFlowChanges(tx, due, foldFlow(await loadFlowWitnesses(tx, due, now)), now)
  })
