import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { placeInHours } from '@/lib/changes/place-in-hours'
import { USUAL_HOURS, type WorkingHours } from '@/lib/model/working-hours'
import { getChange } from './get-change'
import { listChanges } from './list-changes'

let base: TestDatabase
let world: PeopleWorld

beforeAll(async () => {
  base = await testDatabase()
  world = await buildPeople(base.db)
})
afterAll(() => base.close())

const TIMES = fc.uniqueArray(
  fc.date({ min: new Date('2025-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
  { minLength: 60, maxLength: 60, selector: (at) => at.getTime() },
)
const HOURS: fc.Arbitrary<WorkingHours> = fc.record({
  zone: fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
  from: fc.constantFrom('00:00', '08:30'),
  until: fc.constantFrom('17:45', '24:00'),
  holidays: fc.subarray([{ date: '2026-07-14', name: 'Bastille Day' }]),
})

const setHours = (teamId: string, hours: WorkingHours | null) =>
  base.db.execute(sql`update teams set working_hours = ${hours === null ? null : JSON.stringify(hours)}::jsonb
    where org_id = ${world.orgId} and id = ${teamId}`)

async function addChanges(teamId: string, times: readonly Date[]): Promise<void> {
  await base.db.execute(sql`delete from changes where org_id = ${world.orgId}`)
  const rows = times.map((at) => ({ id: randomUUID(), at: at.toISOString() }))
  await base.db.execute(sql`
    insert into changes (org_id, id, source_id, team_id, at, way, classes, summary, is_unexplained, has_reason, change,
      updated_at)
    select ${world.orgId}::uuid, w.id, w.id, ${teamId}::uuid, w.at, 'git', '{}', 'a change', false, true,
      '{"tickets":[]}', w.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(id uuid, at timestamptz)`)
}

async function outside(): Promise<string[]> {
  const found = await listChanges(world.owner.scope, { view: 'outside_hours' }, 200, base.db)
  return found.map(({ at }) => at.toISOString()).sort()
}

test('the view holds what the page says is outside, in any zone, for any hours', async () => {
  const [team] = world.teams
  await fc.assert(
    fc.asyncProperty(TIMES, HOURS, async (times, hours) => {
      await setHours(team, hours)
      await addChanges(team, times)
      const expected = times.filter((at) => placeInHours(at, hours).why !== null)
      expect(await outside()).toEqual(expected.map((at) => at.toISOString()).sort())
    }),
    { numRuns: 15 },
  )
})

test('a team without hours of its own has those of the organization, else the usual ones', async () => {
  const [team, other] = world.teams
  const [sunday, evening] = [new Date('2026-11-15T12:00:00Z'), new Date('2026-11-20T20:00:00Z')]
  await setHours(team, null)
  await setHours(other, { ...USUAL_HOURS, days: [] })
  await addChanges(team, [sunday, evening])
  expect(await outside()).toEqual([sunday.toISOString(), evening.toISOString()])
  const late = JSON.stringify({ ...USUAL_HOURS, until: '24:00' })
  await base.db.execute(
    sql`update organizations set working_hours = ${late}::jsonb where org_id = ${world.orgId}`,
  )
  expect(await outside()).toEqual([sunday.toISOString()])
  const [found] = await listChanges(world.owner.scope, {}, 1, base.db)
  const change = await getChange(world.owner.scope, found?.id ?? '', base.db)
  expect(change?.hours).toEqual({ zone: 'UTC', local: '2026-11-20T20:00', day: 5, why: null })
  await setHours(team, { ...USUAL_HOURS, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00' })
  expect(await outside()).toEqual([])
})
