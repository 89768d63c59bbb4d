import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listWorkingHours } from '@/db/queries/list-working-hours'
import { addPerson, buildPeople, type PeopleWorld } from '@/db/testing/people-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { USUAL_HOURS } from '@/lib/model/working-hours'
import { setOrganizationHours, setTeamHours } from './set-working-hours'

let base: TestDatabase
let world: PeopleWorld

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())
beforeEach(async () => {
  world = await buildPeople(base.db)
})

const PARIS = {
  ...USUAL_HOURS,
  zone: 'Europe/Paris',
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
}
const lastEntry = async () =>
  (
    await base.db.execute(sql`select action, outcome, target_kind as kind, before, after from audit_entries
      where org_id = ${world.orgId} order by seq desc limit 1`)
  ).rows[0]

describe('hours', () => {
  test('are the usual ones until somebody says otherwise, of a team or of all', async () => {
    const { owner, teams } = world
    const [team, other] = teams
    expect((await listWorkingHours(owner.scope, base.db)).organization).toEqual(USUAL_HOURS)
    await setOrganizationHours(owner.scope, { ...USUAL_HOURS, zone: 'America/New_York' }, base.db)
    await setTeamHours(owner.scope, team, PARIS, base.db)
    expect(await lastEntry()).toEqual({
      ...{ action: 'working_hours.updated', outcome: 'done', kind: 'team' },
      ...{ before: { hours: null }, after: { hours: PARIS } },
    })
    const listed = await listWorkingHours(owner.scope, base.db)
    expect(listed.organization.zone).toBe('America/New_York')
    expect(new Map(listed.teams.map(({ id, own }) => [id, own]))).toEqual(
      new Map([
        [team, PARIS],
        [other, null],
      ]),
    )
    await setTeamHours(owner.scope, team, null, base.db)
    expect((await listWorkingHours(owner.scope, base.db)).teams.every(({ own }) => own === null)).toBe(true)
  })

  test('are set by who administers the team, those of the organization by owners, and read by members', async () => {
    const [team, other] = world.teams
    const admin = await addPerson(base.db, world.orgId, { teams: { [team]: 'admin' } })
    const editor = await addPerson(base.db, world.orgId, { teams: { [team]: 'editor' } })
    await setTeamHours(admin.scope, team, PARIS, base.db)
    await expect(setTeamHours(admin.scope, other, PARIS, base.db)).rejects.toThrow('team.write')
    expect(await lastEntry()).toMatchObject({ action: 'team.write', outcome: 'denied' })
    await expect(setTeamHours(editor.scope, team, null, base.db)).rejects.toThrow('team.write')
    await expect(setOrganizationHours(admin.scope, PARIS, base.db)).rejects.toThrow('team.write')
    expect((await listWorkingHours(editor.scope, base.db)).teams).toEqual([{ id: team, own: PARIS }])
  })

  test('are of a zone that the database knows', async () => {
    const lost = { ...PARIS, zone: 'europe/paris' }
    await expect(setTeamHours(world.owner.scope, world.teams[0], lost, base.db)).rejects.toThrow(
      'no time zone',
    )
    for (const zone of ['UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])
      await setTeamHours(world.owner.scope, world.teams[0], { ...PARIS, zone }, base.db)
  })
})
