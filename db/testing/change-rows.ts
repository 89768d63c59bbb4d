import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Change } from '@/lib/model/flow-change'

/** Whose change it is, and a word that whatever is said of it holds. */
export type ChangeOf = { orgId: string; teamId: string; sourceId: string; flowId: string; mark: string }

/** A change of the flow with its two versions, its drift, whoever made it and a question about it; its id. */
export async function addChange(db: Db, of: ChangeOf): Promise<string> {
  const { orgId, teamId, sourceId, flowId, mark } = of
  const [before, after] = ['before', 'after'].map((side) =>
    createHash('sha256').update(`${side} ${mark}`).digest('hex'),
  )
  const id = randomUUID()
  const at = new Date(Date.now() - 7_200_000).toISOString()
  const actorKey = `github:${mark}`
  const change: Change = {
    ...{ id, at, actorKey, way: 'git', classes: ['schedule'], summary: `schedule ${mark}` },
    ...{ beforeHash: before ?? null, afterHash: after ?? null, differences: [], fields: [] },
    ...{ author: actorKey, committer: null, pusher: null, merger: actorKey, editor: null, deployer: null },
    ...{ reviewers: [], isByBot: false, tickets: [`${mark}-1`] },
    reason: { kind: 'merge', text: `why ${mark}`, url: null },
    merge: { number: '1', title: `why ${mark}`, url: null },
    commit: { sha: mark, message: `message ${mark}`, url: null },
    reached: { committedAt: at, deployedAt: null, executedAt: at },
    ...{ deployExecutionId: null, executionId: null, isUnexplained: false, object: null },
    isWitnessedBy: { git: true, tool: false, ci: false, execution: true },
    witnesses: [
      {
        ...{ kind: 'merge', at, actorKey, says: `merged ${mark}`, url: null },
        ...{ eventId: null, sha: mark, executionId: null },
      },
    ],
  }
  await db.execute(sql`
    insert into actors (org_id, key, kind, handle, name, email, is_bot, person_id, first_seen_at, last_seen_at)
    values (${orgId}, ${actorKey}, 'github', ${mark}, ${`Actor ${mark}`}, ${`${mark}@example.com`}, false,
      ${randomUUID()}, ${at}, ${at})`)
  for (const [number, hash] of [before, after].entries()) {
    await db.execute(sql`insert into definitions (org_id, hash, format, text, first_seen_at)
      values (${orgId}, decode(${hash}, 'hex'), 'text', ${`text ${number} ${mark}`}, ${at})`)
    await db.execute(sql`
      insert into flow_versions (org_id, flow_id, hash, number, first_at, versions, commits, repeats)
      values (${orgId}, ${flowId}, decode(${hash}, 'hex'), ${number + 1}, ${at}, array[${`v-${mark}`}], array[${mark}], 0)`)
  }
  await db.execute(sql`
    insert into changes (org_id, id, flow_id, source_id, team_id, at, way, classes, summary, actor_key, before_hash,
      after_hash, is_unexplained, has_reason, executed_at, change, updated_at)
    values (${orgId}, ${id}, ${flowId}, ${sourceId}, ${teamId}, ${at}, 'git', array['schedule'], ${change.summary},
      ${actorKey}, decode(${before}, 'hex'), decode(${after}, 'hex'), false, true, ${at}, ${JSON.stringify(change)}, ${at})`)
  const detail = { git: null, deployed: null, executed: null, lagHours: 1, because: `because ${mark}` }
  await db.execute(sql`
    insert into flow_drift (org_id, flow_id, team_id, state, since, lag_commits, detail, updated_at)
    values (${orgId}, ${flowId}, ${teamId}, 'behind', ${at}, 1, ${JSON.stringify(detail)}, ${at})`)
  await db.execute(sql`insert into change_notes (org_id, id, change_id, kind, user_id, text, at)
    values (${orgId}, ${randomUUID()}, ${id}, 'question', ${randomUUID()}, ${`question ${mark}`}, ${at})`)
  return id
}
