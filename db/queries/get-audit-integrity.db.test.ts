import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditCheckpoints, auditIntegrity } from '@/db/schema/audit'
import { appendAuditEntry } from '@/db/store/append-audit-entry'
import { buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { getAuditIntegrity } from './get-audit-integrity'

let database: TestDatabase
let people: PeopleWorld
beforeAll(async () => {
  database = await testDatabase()
  people = await buildPeople(database.db)
  const { orgId, teams, owner } = people
  for (const teamId of [teams[0], teams[1], teams[1], null])
    await database.db.transaction((tx) =>
      appendAuditEntry(
        tx,
        { orgId, actor: owner.scope.actor },
        {
          action: 'source.created',
          target: { kind: 'source', id: 's', teamId },
        },
      ),
    )
  const at = new Date()
  await database.db
    .insert(auditCheckpoints)
    .values({ orgId, size: 3, root: Buffer.alloc(32), note: 'a note', at })
  const findings = [1, 2, null].map((seq) => ({ seq, message: `found at ${seq}` }))
  await database.db
    .insert(auditIntegrity)
    .values({ orgId, verifiedTo: 4, verifiedAt: at, findings })
    .onConflictDoUpdate({ target: auditIntegrity.orgId, set: { verifiedTo: 4, verifiedAt: at, findings } })
})
afterAll(() => database.close())

test('who reads all of the log is told of all of it', async () => {
  expect(await getAuditIntegrity(people.owner.scope, database.db)).toMatchObject({
    size: 4,
    readable: null,
    checkpoint: { size: 3 },
    verified: { to: 4, findings: [{ seq: 1 }, { seq: 2 }, { seq: null }] },
  })
})

test('an auditor of a team is told what is signed, how much of it they read, and of findings of others no numbers', async () => {
  const auditor = testScope({ orgId: people.orgId, teams: { [people.teams[0]]: 'auditor' } })
  expect(await getAuditIntegrity(auditor, database.db)).toMatchObject({
    size: 3,
    readable: { count: 1, isMore: false },
    checkpoint: { size: 3, note: 'a note' },
    verified: {
      to: 3,
      isIntact: false,
      findings: [
        { seq: 1, message: 'found at 1' },
        { seq: null, message: 'An entry that you may not read is not what was signed.' },
        { seq: null, message: 'found at null' },
      ],
    },
    publications: [],
  })
})
