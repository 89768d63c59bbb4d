import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AuditWorld } from '@/db/testing/audit-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { packFiles } from '@/lib/audit/evidence-pack'
import { readPackHead } from '@/lib/audit/read-pack'
import { verifyLog } from '@/lib/audit/verify-log'
import type { AuditFilter } from '@/lib/model/audit-entry'
import type { Scope } from '@/lib/model/scope'
import { AUDIT_EXPORT_PAGE, exportAuditEntries } from './export-audit-entries'
import { planEvidencePack } from './plan-evidence-pack'

let base: TestDatabase
let world: AuditWorld
let kept: string
const [mine, other] = [randomUUID(), randomUUID()]

beforeAll(async () => {
  base = await testDatabase()
  world = new AuditWorld(base.db)
  await world.add(300, { target: { kind: 'team', id: mine, teamId: mine } })
  kept = await world.sign()
  await world.add(300, { target: { kind: 'team', id: other, teamId: other }, action: 'team.created' })
  await world.add(20, { target: { kind: 'organization', id: world.orgId, teamId: null } })
  await world.sign()
  await world.add(5, { target: { kind: 'team', id: mine, teamId: mine } })
})
afterAll(() => base.close())

const owner = () => testScope({ orgId: world.orgId, isOwner: true })
const auditor = () => testScope({ orgId: world.orgId, teams: { [mine]: 'auditor' } })

/** What who has the pack as files says of it. */
async function verdictOf(scope: Scope, filter: AuditFilter) {
  const { head, lines } = await planEvidencePack(scope, filter, null, base.db)
  const files = new Map(packFiles(head).map(({ name, text }) => [name, text]))
  const all: string[] = []
  for await (const line of lines()) all.push(line)
  const read = readPackHead((name) => files.get(name))
  return { verdict: verifyLog(read, all, { olderCheckpoints: [kept], keys: [world.signer] }), all }
}

describe('an evidence pack', () => {
  test('holds every entry for who may read all, and goes on from a kept checkpoint', async () => {
    const { verdict } = await verdictOf(owner(), {})
    expect(verdict).toMatchObject({ integrity: 'holds', keyFrom: 'given', older: [{ outcome: 'continues' }] })
    expect(verdict.completeness).toMatchObject({ kind: 'range', from: 1, unsigned: 5, isWhole: true })
  })

  test('holds what a filter finds, each entry with its proof, as far as it is signed', async () => {
    const { verdict, all } = await verdictOf(owner(), { action: 'team.created' })
    expect(verdict).toMatchObject({ integrity: 'holds', completeness: { kind: 'selection', entries: 300 } })
    expect(all.every((line) => line.includes('"proof":['))).toBe(true)
  })

  test('tells an auditor of a team nothing of others', async () => {
    const { verdict, all } = await verdictOf(auditor(), {})
    expect(verdict).toMatchObject({ integrity: 'holds', completeness: { kind: 'selection', entries: 300 } })
    expect(all.join('')).not.toContain(other)
  })

  test('is not made of what is not signed, nor for who may not', async () => {
    const refused = (scope: Scope, filter: AuditFilter) => planEvidencePack(scope, filter, null, base.db)
    await expect(refused(owner(), { targetId: 'nothing' })).rejects.toMatchObject({ code: 'conflict' })
    const viewer = testScope({ orgId: world.orgId, teams: { [mine]: 'viewer' } })
    await expect(refused(viewer, {})).rejects.toMatchObject({ code: 'conflict' })
  })

  test('shows a line that somebody changed in the database', async () => {
    const { head, lines } = await planEvidencePack(owner(), { action: 'team.created' }, null, base.db)
    const all: string[] = []
    for await (const line of lines()) all.push(line)
    const changed = all.with(7, (all[7] ?? '').replace('Team 8', 'Team 9'))
    expect(verifyLog(head, changed, { olderCheckpoints: [], keys: [world.signer] }).integrity).toBe('broken')
  })
})

test('a file goes through all pages, once each', async () => {
  const seqs: number[] = []
  for (let after: number | undefined; ; ) {
    const filter = after === undefined ? {} : { after }
    const page = await exportAuditEntries(owner(), filter, AUDIT_EXPORT_PAGE, base.db)
    seqs.push(...page.map(({ seq }) => seq))
    after = page.at(-1)?.seq
    if (page.length < AUDIT_EXPORT_PAGE) break
  }
  expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
  expect(new Set(seqs).size).toBe(seqs.length)
  expect(seqs.length).toBeGreaterThan(AUDIT_EXPORT_PAGE)
  const [newest] = await exportAuditEntries(auditor(), {}, 1, base.db)
  expect(newest).toMatchObject({ target: { teamId: mine }, after: { name: 'Group 5' } })
})
