import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addChange } from '@/db/testing/change-rows'
import { addPerson, buildPeople, type PeopleWorld, type Person } from '@/db/testing/people-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { countToldVersions } from './count-told-versions'
import { listChangeMarks } from './home-change-marks'
import { listTeamHealth } from './home-teams'

const HOUR = 3_600_000
const BEGIN = Math.floor(Date.now() / HOUR) * HOUR

let base: TestDatabase
let world: PeopleWorld
let viewer: Person

beforeAll(async () => {
  base = await testDatabase()
  world = await buildPeople(base.db)
  viewer = await addPerson(base.db, world.orgId, { teams: { [world.teams[0]]: 'viewer' } })
})
afterAll(() => base.close())

/** A change of a team so many hours before this one; its id. */
async function changed(teamId: string, hoursAgo: number, isUnexplained = false): Promise<string> {
  const of = { orgId: world.orgId, teamId, sourceId: randomUUID(), flowId: randomUUID(), mark: randomUUID() }
  const id = await addChange(base.db, of)
  const at = new Date(BEGIN - hoursAgo * HOUR + Math.floor(Math.random() * HOUR)).toISOString()
  await base.db.execute(
    sql`update changes set at = ${at}, is_unexplained = ${isUnexplained} where id = ${id}`,
  )
  return id
}

test('an hour in which something was changed has a mark, of what one may read', async () => {
  const [mine, theirs] = world.teams
  const lone = await changed(mine, 5)
  await changed(mine, 3, true)
  await changed(mine, 3)
  await changed(theirs, 3)
  await changed(mine, 30)
  const from = BEGIN - 24 * HOUR
  const ofViewer = await listChangeMarks(viewer.scope, from, base.db)
  expect(ofViewer.map(({ startMs, count, unexplained }) => [startMs, count, unexplained])).toEqual([
    [BEGIN - 5 * HOUR, 1, 0],
    [BEGIN - 3 * HOUR, 2, 1],
  ])
  expect(ofViewer[0]).toMatchObject({ id: lone, summary: expect.stringContaining('schedule') })
  const ofOwner = await listChangeMarks(world.owner.scope, from, base.db)
  expect(ofOwner.map(({ count }) => count)).toEqual([1, 3])
  expect(await listChangeMarks(testScope({ isOwner: true }), from, base.db)).toEqual([])
})

test('teams say how many of their flows were edited where they run', async () => {
  const [mine, theirs] = world.teams
  await base.db.execute(sql`update flow_drift set state = 'diverged' where team_id = ${theirs}`)
  const drifted = async (who: Person) =>
    new Map((await listTeamHealth(who.scope, base.db)).map(({ id, drifted }) => [id, drifted]))
  expect(await drifted(viewer)).toEqual(new Map([[mine, 0]]))
  expect(await drifted(world.owner)).toEqual(
    new Map([
      [mine, 0],
      [theirs, 1],
    ]),
  )
})

test('how often versions were told beside how many there are, of flows that one may read', async () => {
  const [flowId, sourceId] = [randomUUID(), randomUUID()]
  const of = { orgId: world.orgId, teamId: world.teams[0], sourceId, flowId, mark: randomUUID() }
  await addChange(base.db, of)
  await base.db.execute(sql`insert into flows (org_id, id, source_id, team_id, namespace, name, dialect, first_seen_at)
    values (${of.orgId}, ${flowId}, ${sourceId}, ${of.teamId}, 'ns', 'a flow', 'kestra', now())`)
  await base.db.execute(sql`update flow_versions set repeats = 6 where flow_id = ${flowId}`)
  expect(await countToldVersions(viewer.scope, flowId, base.db)).toEqual({ told: 14, versions: 2 })
  const other = await addPerson(base.db, world.orgId, { teams: { [world.teams[1]]: 'admin' } })
  expect(await countToldVersions(other.scope, flowId, base.db)).toEqual({ told: 0, versions: 0 })
  expect(await countToldVersions(viewer.scope, 'nonsense', base.db)).toEqual({ told: 0, versions: 0 })
})
