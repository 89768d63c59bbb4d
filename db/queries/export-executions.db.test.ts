import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteExport } from '@/db/store/note-export'
import { testScope } from '@/db/testing/scopes'
import { addExecution, addSource, ORIGIN, type Owner } from '@/db/testing/telemetry-rows'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { checkQuery } from '@/lib/query/filter'
import { countExported, exportExecutions } from './export-executions'
import type { ExecutionCursor } from './list-executions'

const NOW_MS = Number(ORIGIN / 1_000_000n)
const asking = (query: string, ids: string[] | null = null) => ({
  filter: checkQuery(query).filter,
  window: { fromMs: NOW_MS - 3_600_000, toMs: null },
  ids,
})

let base: TestDatabase
let mine: Owner
let theirs: Owner

beforeAll(async () => {
  base = await testDatabase()
  mine = await addSource(base.db)
  theirs = await addSource(base.db, mine.orgId)
})
afterAll(() => base.close())

test('a file has every answer once, whatever the size of its pages, and none of another team', async () => {
  const scope = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } })
  const added: string[] = []
  for (let made = 0; made < 7; made += 1) {
    added.push(
      await addExecution(base.db, mine, { flow: 'ours', startedAtUnixNano: ORIGIN, labels: { a: '1' } }),
    )
  }
  const foreign = await addExecution(base.db, theirs, { flow: 'secret' })
  const seen: string[] = []
  let before: ExecutionCursor | null = null
  for (;;) {
    const page = await exportExecutions(scope, asking(''), before, 3, base.db)
    seen.push(...page.map((row) => row.id))
    before = page.at(-1) ?? null
    if (page.length < 3) break
  }
  expect(seen.toSorted()).toEqual(added.toSorted())
  expect(await countExported(scope, asking(''), 100, base.db)).toBe(7)
  expect(await countExported(scope, asking(''), 4, base.db)).toBe(5)
  const [picked] = added
  const some = await exportExecutions(scope, asking('', [picked ?? '', foreign]), null, 10, base.db)
  expect(some).toMatchObject([
    { id: picked, flow: 'ours', startedAt: '2026-05-28T20:26:40.000000Z', labels: { a: '1' } },
  ])
  for (const stranger of [testScope({ isOwner: true }), testScope({ orgId: mine.orgId })]) {
    expect(await exportExecutions(stranger, asking('', [...added, foreign]), null, 10, base.db)).toEqual([])
    expect(await countExported(stranger, asking(''), 10, base.db)).toBe(0)
  }
})

test('an export is in the log, and so is one that was refused', async () => {
  const file = { query: 'state:failed', range: '7d', format: 'csv', rows: 3, isCut: false }
  await noteExport(testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'viewer' } }), file, base.db)
  await noteExport(testScope({ orgId: mine.orgId, isOwner: true }), file, base.db)
  const auditor = testScope({ orgId: mine.orgId, teams: { [mine.teamId]: 'auditor' } })
  await expect(noteExport(auditor, file, base.db)).rejects.toMatchObject({ code: 'forbidden' })
  const log =
    await base.db.execute(sql`select action, outcome, team_id::text as team, after from audit_entries
    where org_id = ${mine.orgId} order by seq`)
  expect(log.rows).toMatchObject([
    {
      action: 'executions.exported',
      outcome: 'done',
      team: mine.teamId,
      after: { ...file, teams: [mine.teamId] },
    },
    { action: 'executions.exported', outcome: 'done', team: null, after: { teams: 'all' } },
    { action: 'execution.read', outcome: 'denied' },
  ])
})
