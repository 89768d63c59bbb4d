import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { noteAuditRead } from './note-audit-read'
import { noteDenied } from './note-denied'
import { noteAuditExport, noteTraceExport } from './note-export'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const TEAM = '33333333-3333-4333-8333-333333333333'
const logOf = ({ orgId }: Scope) => listAuditEntries(testScope({ orgId, isOwner: true }), {}, 50, database.db)
const actionsOf = async (scope: Scope) =>
  (await logOf(scope)).map(({ action, outcome }) => `${action} ${outcome}`)

describe('what somebody may not have', () => {
  const asked = { kind: 'api', id: 'GET /api/v1/retention' } as const
  test('is written once an hour for each thing that they asked for', async () => {
    const scope = testScope()
    const refusal = new Refusal('forbidden', 'Only owners.')
    const now = new Date()
    for (let n = 0; n < 3; n++) await noteDenied(scope, asked, refusal, database.db, now)
    await noteDenied(scope, { ...asked, id: 'GET /api/v1/system' }, refusal, database.db, now)
    expect(await logOf(scope)).toMatchObject([
      { action: 'request.denied', outcome: 'denied', target: { id: 'GET /api/v1/system' } },
      { action: 'request.denied', outcome: 'denied', target: { kind: 'api', id: asked.id } },
    ])
    await noteDenied(scope, asked, refusal, database.db, new Date(now.getTime() + 7_200_000))
    expect(await logOf(scope)).toHaveLength(3)
  })

  test('is not written again where the verb that refused has done so, nor for other refusals', async () => {
    const scope = testScope()
    const written = new Refusal('forbidden', 'No.')
    written.isWritten = true
    await noteDenied(scope, asked, written, database.db)
    await noteDenied(scope, asked, new Refusal('not_found', 'No.'), database.db)
    expect(await logOf(scope)).toEqual([])
  })
})

describe('looking into the audit log', () => {
  test('is an entry, once an hour for each filter', async () => {
    const scope = testScope({ teams: { [TEAM]: 'auditor' } })
    const now = new Date()
    for (const filter of ['', '', 'action=source', '']) await noteAuditRead(scope, filter, database.db, now)
    expect(await logOf(scope)).toMatchObject([
      { action: 'audit_log.read', target: { teamId: TEAM } },
      { action: 'audit_log.read' },
    ])
  })

  test('is refused to those who may not, and that is an entry once an hour', async () => {
    const scope = testScope({ teams: { [TEAM]: 'admin' } })
    for (const filter of ['', '', 'action=source'])
      await expect(noteAuditRead(scope, filter, database.db)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await actionsOf(scope)).toEqual(['audit.read denied'])
  })

  test('and taking it along are two entries', async () => {
    const scope = testScope({ isOwner: true })
    await noteAuditExport(scope, { format: 'csv', filter: '', from: 1, to: 9 }, database.db)
    expect(await actionsOf(scope)).toEqual(['audit_log.exported done', 'audit_log.read done'])
  })
})

test('a trace that leaves in a file is an entry', async () => {
  const scope = testScope({ teams: { [TEAM]: 'viewer' } })
  await noteTraceExport(scope, 'abc', 'spans', database.db)
  expect(await logOf(scope)).toMatchObject([
    {
      action: 'trace.exported',
      target: { kind: 'trace', id: 'abc', teamId: TEAM },
      source: { kind: 'console' },
    },
  ])
})
