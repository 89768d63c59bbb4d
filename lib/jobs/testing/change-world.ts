import { sql } from 'drizzle-orm'
import { makePartitions } from '@/db/partitions'
import { getChange } from '@/db/queries/get-change'
import { listChanges } from '@/db/queries/list-changes'
import { setRepositoryRules, updateRepository } from '@/db/store/change-repositories'
import { createSource } from '@/db/store/create-source'
import { createEventWriter, type EventWriter } from '@/db/store/write-events'
import type { TestDatabase } from '@/db/testing/test-database'
import { flowIdOf } from '@/lib/executions/identity'
import { readerOf } from '@/lib/ingest/events/reader'
import type { ChangeDetail } from '@/lib/model/listed-change'
import type { SourceKind } from '@/lib/model/source-kind'
import { foldChanges } from '../fold-changes'
import { runJob } from '../worker'
import { ReadingWorld, RULE } from './reading-world'

/** When the stories begin. */
export const BEGIN = Date.UTC(2026, 10, 20, 8)
export const MINUTE = 60_000
/** As hosts and webhooks call the repository. */
export const REPOSITORY = 'acme/flows'

/** What is written for one repository or tool before it is sent, oldest first or not. */
export type Sent = {
  kind: SourceKind
  sourceId: string
  protocol: 'poll' | 'webhook'
  item: unknown
  headers?: Record<string, string>
}

/** A real repository, tools that send, and the jobs that make changes and drift of it. */
export class ChangeWorld {
  private constructor(
    readonly reading: ReadingWorld,
    public writer: EventWriter,
  ) {}

  static async build(database: TestDatabase): Promise<ChangeWorld> {
    await makePartitions(database.db, new Date(BEGIN))
    const reading = await ReadingWorld.build(database)
    reading.now = BEGIN
    reading.git.skipTo(BEGIN)
    const { owner, repositoryId, sourceId } = reading
    const named = { name: `github.com/${REPOSITORY}`, url: reading.git.url, branch: 'main' }
    await updateRepository(owner, repositoryId, named, database.db)
    await setRepositoryRules(
      owner,
      repositoryId,
      [{ ...RULE, namespace: 'main/{namespace}', sourceId }],
      database.db,
    )
    return new ChangeWorld(reading, writerFor(reading))
  }

  get git() {
    return this.reading.git
  }

  /** Flows of the repository's files are flows of this source. */
  get kestra(): string {
    return this.reading.sourceId
  }

  async remove(): Promise<void> {
    await this.writer.close()
    await this.reading.remove()
  }

  /** Forgets all that was told, read and worked out, as if nothing had come yet. */
  async forget(): Promise<void> {
    const { database, repositoryId } = this.reading
    await this.writer.close()
    await database.pool.query(`truncate change_tellings, changes, flow_versions, flow_drift, definitions, commits,
      commit_definitions, repository_files, executed_versions, executed_turns, changed_flows, actors, actor_merges, events, event_bodies,
      event_executions, executions, task_runs, execution_keys, execution_references, flows, job_runs`)
    await database.pool.query('update repositories set head_sha = null, read_at = null where id = $1', [
      repositoryId,
    ])
    this.reading.now = BEGIN
    // A writer remembers what it has stored.
    this.writer = writerFor(this.reading)
  }

  async addSource(kind: SourceKind, name: string): Promise<string> {
    const { owner, teamId, database } = this.reading
    return (await createSource(owner, { teamId, name, kind, environment: 'test' }, database.db)).sourceId
  }

  /** Sends what a tool or a host told, as of now. */
  async send({ kind, sourceId, protocol, item, headers = {} }: Sent): Promise<void> {
    const reader = readerOf(kind, protocol, null)
    if (reader === null) throw new Error(`nothing reads ${kind} by ${protocol}`)
    const { orgId, teamId } = this.reading
    await this.writer.write({
      protocol,
      source: {
        ...{ orgId, sourceId, teamId, kind, environment: 'test' },
        ...{ recognition: 'automatic', itemsPerSecond: null, isSelf: false },
      },
      dialect: reader.dialect,
      parser: reader.parser,
      decode: reader.decode,
      headers,
      body: Buffer.from(JSON.stringify(item)),
      isJson: true,
    })
  }

  poll = (item: unknown): Promise<void> =>
    this.send({ kind: 'kestra', sourceId: this.kestra, protocol: 'poll', item })

  /** What is due is fetched, and all that is known is folded. */
  async settle(): Promise<void> {
    await this.reading.read()
    await this.fold()
  }

  async fold(): Promise<void> {
    const { db } = this.reading.database
    await runJob(foldChanges, { db, now: new Date(this.reading.now), mayGoOn: async () => true })
  }

  idOf(flow: string): string {
    return flowIdOf(this.reading.orgId, { sourceId: this.kestra, namespace: 'main/shop', flow })
  }

  /** Changes of a flow of the repository, the newest first. */
  changesOf(flow: string) {
    const { owner, database } = this.reading
    return listChanges(owner, { flowId: this.idOf(flow) }, 100, database.db)
  }

  async newestOf(filter: { flowId?: string; sourceId?: string }): Promise<ChangeDetail> {
    const { owner, database } = this.reading
    const [newest] = await listChanges(owner, filter, 1, database.db)
    const change = newest === undefined ? null : await getChange(owner, newest.id, database.db)
    if (change === null) throw new Error('there is no change')
    return change
  }

  async driftOf(flow: string) {
    const [found] = await this.reading.rows<{ state: string; lag: number | null; because: string }>(sql`
      select state, lag_commits as lag, detail->>'because' as because from flow_drift
      where flow_id = ${this.idOf(flow)}`)
    return found ?? null
  }
}

const writerFor = (reading: ReadingWorld): EventWriter =>
  createEventWriter({
    connectionString: reading.database.url,
    writers: 1,
    queueBytes: 64 * 1024 * 1024,
    clock: () => reading.now,
    report: (error) => {
      throw error
    },
  })

const iso = (ms: number): string => new Date(ms).toISOString()

/** Kestra's answers to a poll. */
export const kestraTells = {
  revision: (flow: string, revision: number, source: string | null, atMs: number) => ({
    kind: 'revision',
    tenant: 'main',
    item: {
      ...{ id: flow, namespace: 'shop', revision, updated: iso(atMs) },
      ...(source === null ? { deleted: true } : { source }),
    },
  }),
  audit: (flow: string, id: string, atMs: number, user: string, detail: Record<string, unknown> = {}) => ({
    kind: 'audit',
    tenant: 'main',
    item: {
      auditLog: {
        ...{ id, type: 'UPDATE', date: iso(atMs), userId: user },
        detail: { type: 'UPDATE', resourceType: 'FLOW', namespace: 'shop', id: flow, ...detail },
      },
      user: { username: user, email: `${user}@example.com` },
    },
  }),
  execution: (flow: string, id: string, revision: number, atMs: number) => ({
    kind: 'execution',
    tenant: 'main',
    item: {
      ...{ id, namespace: 'shop', flowId: flow, flowRevision: revision },
      state: {
        ...{ current: 'SUCCESS', startDate: iso(atMs), endDate: iso(atMs + 1_000) },
        histories: [
          { state: 'RUNNING', date: iso(atMs) },
          { state: 'SUCCESS', date: iso(atMs + 1_000) },
        ],
      },
    },
  }),
}

/** GitHub's webhooks about the repository. */
export const githubTells = {
  push: (of: {
    sha: string
    atMs: number
    by: string
    message: string
    files: string[]
    branch?: string
  }) => ({
    ref: `refs/heads/${of.branch ?? 'main'}`,
    repository: { ...about, pushed_at: Math.trunc(of.atMs / 1_000) },
    sender: { login: of.by, type: 'User' },
    commits: [
      {
        id: of.sha,
        message: of.message,
        url: `https://github.com/${REPOSITORY}/commit/${of.sha}`,
        author: { name: of.by, email: `${of.by}@example.com`, username: of.by },
        committer: { name: 'GitHub', email: 'noreply@github.com', username: 'web-flow' },
        ...{ added: [], modified: of.files, removed: [] },
      },
    ],
  }),
  merged: (of: {
    number: number
    title: string
    sha: string
    headSha: string
    atMs: number
    by: string
    merger: string
  }) => ({
    action: 'closed',
    number: of.number,
    repository: about,
    sender: { login: of.merger },
    pull_request: {
      ...{ number: of.number, title: of.title, body: 'The shops open at three.', merged: true },
      html_url: `https://github.com/${REPOSITORY}/pull/${of.number}`,
      merged_at: iso(of.atMs),
      merge_commit_sha: of.sha,
      user: { login: of.by },
      merged_by: { login: of.merger },
      base: { ref: 'main' },
      head: { ref: 'earlier', sha: of.headSha },
      requested_reviewers: [],
    },
  }),
  reviewed: (of: { number: number; by: string; state: string; atMs: number }) => ({
    action: 'submitted',
    repository: about,
    pull_request: { number: of.number },
    review: { id: of.atMs, state: of.state, user: { login: of.by }, submitted_at: iso(of.atMs) },
  }),
  deployed: (of: { sha: string; run: number; atMs: number; by: string }) => ({
    action: 'completed',
    repository: about,
    workflow: { name: 'Deploy flows', path: '.github/workflows/deploy.yml' },
    workflow_run: {
      ...{ id: of.run, run_attempt: 1, name: 'Deploy flows', path: '.github/workflows/deploy.yml' },
      ...{ event: 'push', status: 'completed', conclusion: 'success', head_sha: of.sha, head_branch: 'main' },
      ...{
        created_at: iso(of.atMs - MINUTE),
        run_started_at: iso(of.atMs - MINUTE),
        updated_at: iso(of.atMs),
      },
      html_url: `https://github.com/${REPOSITORY}/actions/runs/${of.run}`,
      actor: { login: of.by },
      triggering_actor: { login: of.by },
    },
  }),
}

const about = { full_name: REPOSITORY, html_url: `https://github.com/${REPOSITORY}` }
