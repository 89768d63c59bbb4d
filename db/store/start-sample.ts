import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { teams } from '@/db/schema/people'
import { repositories, repositoryRules } from '@/db/schema/repositories'
import { sources } from '@/db/schema/sources'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { slugOf } from '@/lib/model/slug'
import { badChangeBefore } from '@/lib/sample/commits'
import { SAMPLE_SOURCES, SAMPLE_TEAMS, sampleName } from '@/lib/sample/company'
import { SAMPLE_REPOSITORY, SAMPLE_RULES } from '@/lib/sample/hooks'
import { appendAuditEntry } from './append-audit-entry'
import { type Audited, audited } from './audited'
import { insertSource } from './create-source'
import { changeSample, insertSample, lockSample, type SampleRow } from './sample-row'

const SEED = 'acme'
const NEEDS = { permission: 'sample.write', teamId: null } as const

/** Asks for the sample data: makes its teams and sources, and the worker sends. Goes on where it was stopped before. */
export const startSample = (scope: Scope, on: Db = database(), now = new Date()): Promise<void> =>
  audited(
    scope,
    NEEDS,
    async (tx) => {
      const known = await lockSample(tx, scope.orgId)
      if (known === null) return begin(tx, scope, now)
      if (known.row.phase !== 'stopped') {
        throw new Refusal('conflict', 'There is sample data already. Remove it first.')
      }
      await changeSample(tx, scope.orgId, 'stopped', { phase: 'loading' }, { error: null })
      return entryOf(scope, 'sample.resumed', { done: known.row.done, total: known.row.total })
    },
    on,
  )

/** Stops the sending; what has arrived stays until it is removed. */
export const stopSample = (scope: Scope, on: Db = database()): Promise<void> =>
  audited(
    scope,
    NEEDS,
    async (tx) => {
      const isStopped = await changeSample(tx, scope.orgId, 'loading', { phase: 'stopped' })
      if (!isStopped) throw new Refusal('conflict', 'No sample data is being loaded.')
      return entryOf(scope, 'sample.stopped')
    },
    on,
  )

/** Asks for everything of the sample to be deleted, however far it is. */
export const removeSample = (scope: Scope, on: Db = database()): Promise<void> =>
  audited(
    scope,
    NEEDS,
    async (tx) => {
      const known = await lockSample(tx, scope.orgId)
      if (known === null) throw new Refusal('not_found', 'There is no sample data.')
      if (known.row.phase === 'removing')
        throw new Refusal('conflict', 'The sample data is being removed already.')
      const change = { phase: 'removing', done: 0, total: 0 } as const
      await changeSample(tx, scope.orgId, known.row.phase, change, { error: null, finishedAt: null })
      return entryOf(scope, 'sample.removal_requested')
    },
    on,
  )

async function begin(tx: Db, scope: Scope, now: Date): Promise<Audited<void>> {
  const { orgId } = scope
  const teamIds = new Map<string, string>()
  for (const team of SAMPLE_TEAMS) teamIds.set(team, await addTeam(tx, scope, sampleName(team), now))
  const made: Record<string, string> = {}
  for (const [key, source] of Object.entries(SAMPLE_SOURCES)) {
    const teamId = teamIds.get(source.team) ?? ''
    const { name, kind } = source
    const row = { teamId, name: sampleName(name), kind, environment: 'production' }
    const { sourceId, entry } = await insertSource(tx, orgId, row)
    await tx
      .update(sources)
      .set({ isSample: true })
      .where(and(eq(sources.orgId, orgId), eq(sources.id, sourceId)))
    await appendAuditEntry(tx, scope, entry)
    made[key] = sourceId
  }
  const bad = badChangeBefore(now.getTime(), SEED)
  const row: SampleRow = {
    phase: 'loading',
    seed: SEED,
    nowMs: now.getTime(),
    done: 0,
    total: 0,
    items: 0,
    bad: { day: new Date(bad.dayMs).toISOString().slice(0, 10), commit: bad.sha },
    sources: made,
    teams: [...teamIds.values()],
    repository: await addRepository(
      tx,
      scope,
      { teamId: teamIds.get('Data platform') ?? '', sources: made },
      now,
    ),
  }
  if (!(await insertSample(tx, orgId, row)))
    throw new Refusal('conflict', 'Sample data is being loaded already.')
  return entryOf(scope, 'sample.requested', { teams: row.teams.length, sources: Object.keys(made).length })
}

async function addTeam(tx: Db, scope: Scope, name: string, now: Date): Promise<string> {
  const { orgId } = scope
  const [id, slug] = [randomUUID(), slugOf(name)]
  const added = await tx
    .insert(teams)
    .values({ orgId, id, slug, name, createdAt: now })
    .onConflictDoNothing({ target: [teams.orgId, teams.slug] })
    .returning({ id: teams.id })
  if (added.length === 0) {
    throw new Refusal('conflict', `There is a team called “${name}” already. Rename it, and try again.`)
  }
  await appendAuditEntry(tx, scope, {
    action: 'team.created',
    target: { kind: 'team', id, teamId: id },
    after: { name, slug },
  })
  return id
}

/** The repository that webhooks tell of; none where there is a real one of that name. */
async function addRepository(
  tx: Db,
  scope: Scope,
  of: { teamId: string; sources: Readonly<Record<string, string>> },
  now: Date,
): Promise<string | null> {
  const [orgId, id] = [scope.orgId, randomUUID()]
  const { teamId, sources: byKey } = of
  const row = { teamId, name: SAMPLE_REPOSITORY, url: null, branch: 'main' }
  const added = await tx
    .insert(repositories)
    .values({ ...row, orgId, id, createdAt: now })
    .onConflictDoNothing({ target: [repositories.orgId, repositories.name] })
    .returning({ id: repositories.id })
  if (added.length === 0) return null
  const rules = SAMPLE_RULES.map(({ source, ...rule }, index) => ({
    ...{ orgId, id: randomUUID(), repositoryId: id, position: index + 1, sourceId: byKey[source] ?? '' },
    ...rule,
    flow: '',
  }))
  await tx.insert(repositoryRules).values(rules)
  await appendAuditEntry(tx, scope, {
    action: 'repository.created',
    target: { kind: 'repository', id, teamId },
    after: { name: row.name, url: row.url, branch: row.branch },
  })
  return id
}

const entryOf = (scope: Scope, action: string, after?: Record<string, number>): Audited<void> => ({
  result: undefined,
  entry: {
    action,
    target: { kind: 'organization', id: scope.orgId, teamId: null },
    ...(after === undefined ? {} : { after }),
  },
})
