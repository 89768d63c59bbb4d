import { sql } from 'drizzle-orm'
import { createRepository, setRepositoryRules } from '@/db/store/change-repositories'
import { createSource } from '@/db/store/create-source'
import { testScope } from '@/db/testing/scopes'
import { buildWorld } from '@/db/testing/source-world'
import type { TestDatabase } from '@/db/testing/test-database'
import { flowIdOf } from '@/lib/executions/identity'
import { TemporaryRepository } from '@/lib/git/testing/temporary-repository'
import type { CommitTelling } from '@/lib/model/change'
import { repositoryName } from '@/lib/model/repository-name'
import type { Scope } from '@/lib/model/scope'
import { RepositoryRounds } from '../read-repositories'

export const START = Date.UTC(2026, 5, 1)
/** How files of the world's repository are read, but for the source. */
export const RULE = { pattern: 'flows/**/*.yml', format: 'kestra', namespace: '', flow: '' }

/** A flow of Kestra's. */
export const flow = (id: string, more = ''): string =>
  `id: ${id}\nnamespace: shop\ntasks:\n  - id: one\n    type: x.Log\n${more}`

/** A real repository that is bound to a source, and a worker that reads it. */
export class ReadingWorld {
  readonly git: TemporaryRepository
  readonly database: TestDatabase
  readonly owner: Scope
  readonly orgId: string
  readonly teamId: string
  readonly otherTeamId: string
  readonly sourceId: string
  readonly repositoryId: string
  now = START
  readonly #rounds: RepositoryRounds[] = []

  private constructor(
    database: TestDatabase,
    of: {
      owner: Scope
      teamIds: [string, string]
      sourceId: string
      repositoryId: string
      git: TemporaryRepository
    },
  ) {
    this.database = database
    this.owner = of.owner
    this.orgId = of.owner.orgId
    this.teamId = of.teamIds[0]
    this.otherTeamId = of.teamIds[1]
    this.sourceId = of.sourceId
    this.repositoryId = of.repositoryId
    this.git = of.git
  }

  static async build(database: TestDatabase): Promise<ReadingWorld> {
    const git = new TemporaryRepository()
    const world = await buildWorld(database.db)
    const owner = testScope({ orgId: world.orgId, isOwner: true })
    const { teamId } = world.teams[0]
    const source = { teamId, name: 'Kestra', kind: 'kestra' as const, environment: 'test' }
    const { sourceId } = await createSource(owner, source, database.db)
    const made = {
      teamId,
      name: repositoryName(git.url) ?? '',
      url: git.url,
      branch: 'main',
      credential: null,
    }
    const { repositoryId } = await createRepository(owner, made, database.db)
    await setRepositoryRules(owner, repositoryId, [{ ...RULE, sourceId }], database.db)
    return new ReadingWorld(database, {
      owner,
      teamIds: [teamId, world.teams[1].teamId],
      sourceId,
      repositoryId,
      git,
    })
  }

  async remove(): Promise<void> {
    for (const each of this.#rounds.splice(0)) await each.stop()
    this.git.remove()
    await this.database.pool.query(`truncate sources, repositories, repository_rules, commits, commit_definitions,
      repository_files, definitions, changed_flows, change_tellings, flows, leases, ownership_rules`)
  }

  /** What is due is read, until nothing is; the time is a minute later then. */
  async read(): Promise<void> {
    const settings = { dataDir: `${this.git.folder}/data`, protocols: ['file'] }
    const one = new RepositoryRounds(this.database.db, settings, () => this.now)
    this.#rounds.push(one)
    for (let turn = 0; turn < 4; turn++) {
      await one.look()
      await one.settled()
    }
    await one.stop()
    this.now += 60_000
  }

  async rows<Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) {
    return (await this.database.db.execute<Row>(query)).rows
  }

  kept() {
    return this.rows<{ sha: string; position: string; telling: CommitTelling }>(
      sql`select sha, position, telling from commits where repository_id = ${this.repositoryId} order by position`,
    )
  }

  async shas(): Promise<string[]> {
    return (await this.kept()).map(({ sha }) => sha)
  }

  definitions(id: string) {
    return this.rows<{ sha: string; path: string; before: string | null; after: string | null }>(sql`
      select d.sha, d.path, encode(d.before_hash, 'hex') as before, encode(d.after_hash, 'hex') as after
      from commit_definitions d join commits c on c.repository_id = d.repository_id and c.sha = d.sha
      where d.flow_id = ${this.idOf(id)} order by c.position, d.path`)
  }

  files() {
    return this.rows<{ path: string; sha: string; owners: string[] }>(
      sql`select path, sha, owners from repository_files where repository_id = ${this.repositoryId} order by path`,
    )
  }

  async stand() {
    const [found] = await this.rows<{ headSha: string | null; problem: string | null; isRead: boolean }>(
      sql`select head_sha as "headSha", problem, read_at is not null as "isRead" from repositories
        where id = ${this.repositoryId}`,
    )
    return found
  }

  idOf(name: string): string {
    return flowIdOf(this.orgId, { sourceId: this.sourceId, namespace: 'shop', flow: name })
  }

  /** What a webhook told of a commit. */
  async tell(more: Partial<CommitTelling>): Promise<void> {
    const telling: CommitTelling = {
      about: 'commit',
      repository: repositoryName(this.git.url) ?? '',
      branch: 'main',
      sha: '',
      at: `${START}000000`,
      author: { kind: 'git', id: 'Ada' },
      committer: null,
      pusher: null,
      message: '',
      files: [],
      ...more,
    }
    await this.database.pool.query(
      `insert into change_tellings (org_id, event_id, ordinal, source_id, received_at, about, repository, sha, telling)
        values ($1, gen_random_uuid(), 0, $2, $3, 'commit', $4, $5, $6)`,
      [
        this.orgId,
        this.sourceId,
        new Date(this.now),
        telling.repository,
        telling.sha,
        JSON.stringify(telling),
      ],
    )
  }
}
