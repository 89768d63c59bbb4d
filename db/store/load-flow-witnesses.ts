import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { withReviews } from '@/lib/changes/join-reviews'
import { isScript } from '@/lib/changes/meaning/meaning'
import { joinFiles } from '@/lib/changes/meaning/several-files'
import type {
  CommitWitness,
  ExecutedTurn,
  ExecutedWitness,
  FlowWitnesses,
  KnownDefinition,
  ToolWitness,
} from '@/lib/changes/witnesses'
import { executionIdOf } from '@/lib/executions/identity'
import type { CommitTelling, DeployTelling, MergeTelling, ReviewTelling } from '@/lib/model/change'

/** A flow to be folded: whose it is, and from where. */
export type FlowToFold = { orgId: string; flowId: string; sourceId: string; teamId: string }

/** The newest so many of each kind: who has more has told the same again and again. */
const MOST = 2_000
const MOST_DEPLOYS = 5

/** Everything that is known of a flow's definition. */
export async function loadFlowWitnesses(tx: Db, flow: FlowToFold, now: Date): Promise<FlowWitnesses> {
  const executed = await loadExecuted(tx, flow)
  const [commits, tool, turns, head, bound] = [
    await loadCommits(tx, flow),
    await loadTool(tx, flow),
    await loadTurns(tx, flow, executed),
    await loadHead(tx, flow),
    await loadBinding(tx, flow),
  ]
  const hashes = [
    ...commits.flatMap(({ beforeHash, afterHash }) => [beforeHash, afterHash]),
    ...tool.map(({ hash }) => hash),
    ...executed.flatMap(({ hash, gitHash }) => [hash, gitHash ?? null]),
    head?.hash ?? null,
  ].filter((hash) => hash !== null)
  return {
    orgId: flow.orgId,
    flowId: flow.flowId,
    ...bound,
    head,
    commits,
    tool,
    executed,
    turns,
    definitions: await loadDefinitions(tx, flow.orgId, hashes),
    now: now.toISOString(),
  }
}

type CommitRow = Omit<CommitWitness, 'landedAt' | 'deploys'> & {
  landedAt: Date
  deploys: { telling: DeployTelling; sourceId: string }[] | null
  reviews: ReviewTelling[] | null
}

async function loadCommits(tx: Db, { orgId, flowId }: FlowToFold): Promise<CommitWitness[]> {
  const { rows } = await tx.execute<CommitRow>(sql`
    select d.repository_id as "repositoryId", d.sha, c.position::float8 as position, c.landed_at as "landedAt", c.telling,
      d.path, encode(d.before_hash, 'hex') as "beforeHash", encode(d.after_hash, 'hex') as "afterHash",
      d.is_read as "isRead",
      (select t.telling from change_tellings t
        where t.org_id = d.org_id and t.repository = r.name and t.sha = d.sha and t.about = 'merge'
        order by t.received_at limit 1) as merge,
      (select json_agg(v.telling) from change_tellings t
          join change_tellings v on v.org_id = t.org_id and v.repository = r.name
            and v.sha = '#' || (t.telling->>'number') and v.about = 'review'
        where t.org_id = d.org_id and t.repository = r.name and t.sha = d.sha and t.about = 'merge') as reviews,
      (select json_agg(json_build_object('telling', x.telling, 'sourceId', x.source_id)) from (
        select t.telling, t.source_id from commits l
          join change_tellings t on t.org_id = l.org_id and t.repository = r.name and t.sha = l.sha and t.about = 'deploy'
        where l.org_id = d.org_id and l.repository_id = d.repository_id
          and l.position between c.position and c.position + ${MOST_LATER}
        order by l.position, t.received_at limit ${MOST_DEPLOYS}) x) as deploys
    from commit_definitions d
      join repositories r on r.org_id = d.org_id and r.id = d.repository_id
      join commits c on c.org_id = d.org_id and c.repository_id = d.repository_id and c.sha = d.sha
    where d.org_id = ${orgId} and d.flow_id = ${flowId}
    order by c.landed_at desc, c.position desc limit ${MOST}`)
  return rows.map(({ landedAt, deploys, reviews, ...row }) => ({
    ...row,
    landedAt: new Date(landedAt).toISOString(),
    telling: row.telling satisfies CommitTelling,
    merge: row.merge === null ? null : withReviews(row.merge satisfies MergeTelling, reviews ?? []),
    deploys: (deploys ?? []).map(({ telling, sourceId }) => ({
      telling,
      executionId:
        telling.execution === null ? null : executionIdOf(orgId, { sourceId, ...telling.execution }),
    })),
  }))
}

/** Commits later than that were not what brought it out. */
const MOST_LATER = 200

async function loadTool(tx: Db, { orgId, flowId }: FlowToFold): Promise<ToolWitness[]> {
  const { rows } = await tx.execute<ToolWitness>(sql`
    select t.event_id as "eventId", t.telling, encode(t.hash, 'hex') as hash from change_tellings t
    where t.org_id = ${orgId} and t.flow_id = ${flowId} and t.folded_at is not null
    order by t.received_at desc, t.event_id limit ${MOST}`)
  return rows
}

type ExecutedRow = Omit<ExecutedWitness, 'firstAt' | 'lastAt'> & { firstAt: Date; lastAt: Date }

// What an execution ran: the tool's revision of that name, else the flow's file as of the commit.
async function loadExecuted(tx: Db, { orgId, flowId }: FlowToFold): Promise<ExecutedWitness[]> {
  const { rows } = await tx.execute<ExecutedRow>(sql`
    select nullif(e.version, '') as version, nullif(e.commit, '') as commit, e.first_at as "firstAt", e.last_at as "lastAt",
      e.first_execution_id as "firstExecutionId", e.last_execution_id as "lastExecutionId",
      encode(coalesce(
        (select t.hash from change_tellings t
          where t.org_id = e.org_id and t.flow_id = e.flow_id and t.about = 'definition' and t.hash is not null
            and t.telling->>'revision' = e.version
          order by t.received_at desc limit 1), g.after_hash), 'hex') as hash,
      encode(g.after_hash, 'hex') as "gitHash"
    from executed_versions e
      left join lateral (select d.after_hash from commits c
          join commits b on b.org_id = c.org_id and b.repository_id = c.repository_id and b.position <= c.position
          join commit_definitions d on d.org_id = b.org_id and d.repository_id = b.repository_id and d.sha = b.sha
            and d.flow_id = e.flow_id
        where c.org_id = e.org_id and c.sha = e.commit and e.commit <> ''
        order by b.position desc limit 1) g on true
    where e.org_id = ${orgId} and e.flow_id = ${flowId}
    order by e.last_at desc limit ${MOST}`)
  return rows.map(({ firstAt, lastAt, ...row }) => ({
    ...row,
    firstAt: new Date(firstAt).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
  }))
}

type TurnRow = Omit<ExecutedTurn, 'at' | 'hash' | 'gitHash'> & { at: Date }

/** What a turn went to means what the version means that it names. */
async function loadTurns(
  tx: Db,
  { orgId, flowId }: FlowToFold,
  executed: readonly ExecutedWitness[],
): Promise<ExecutedTurn[]> {
  const known = new Map(executed.map((each) => [`${each.version}\n${each.commit}`, each]))
  const { rows } = await tx.execute<TurnRow>(sql`
    select nullif(t.version, '') as version, nullif(t.commit, '') as commit, t.at, t.execution_id as "executionId"
    from executed_turns t
    where t.org_id = ${orgId} and t.flow_id = ${flowId}
    order by t.at desc limit ${MOST}`)
  return rows.map((row) => {
    const { hash = null, gitHash = null } = known.get(`${row.version}\n${row.commit}`) ?? {}
    return { ...row, at: new Date(row.at).toISOString(), hash, gitHash }
  })
}

async function loadHead(tx: Db, { orgId, flowId }: FlowToFold): Promise<FlowWitnesses['head']> {
  type Row = { repositoryId: string; path: string; hash: string; sha: string; at: Date }
  const { rows } = await tx.execute<Row>(sql`
    select f.repository_id as "repositoryId", f.path, encode(f.hash, 'hex') as hash, f.sha, c.landed_at as at
    from repository_files f
      join commits c on c.org_id = f.org_id and c.repository_id = f.repository_id and c.sha = f.sha
    where f.org_id = ${orgId} and f.flow_id = ${flowId}
    order by f.repository_id, f.path limit 1`)
  const [row] = rows
  return row === undefined ? null : { ...row, at: new Date(row.at).toISOString() }
}

// Of a repository that webhooks alone tell of, or that was not read yet, nobody knows what it does not define.
async function loadBinding(tx: Db, { orgId, flowId, sourceId }: FlowToFold) {
  type Row = Pick<FlowWitnesses, 'isRepositoryBound' | 'isDeployedKnown'>
  const { rows } = await tx.execute<Row>(sql`
    select exists (select 1 from repository_rules u
        join repositories r on r.org_id = u.org_id and r.id = u.repository_id
        where u.org_id = ${orgId} and u.source_id = ${sourceId} and r.head_sha is not null
          -- That of the sample is written as one that was read, and has no address.
          and (r.url is not null or exists (select 1 from sources s
            where s.org_id = u.org_id and s.id = u.source_id and s.is_sample))
      ) as "isRepositoryBound",
      exists (select 1 from change_tellings t where t.org_id = ${orgId} and t.flow_id = ${flowId}
        and t.about = 'definition' and t.telling->>'place' = 'deployed') as "isDeployedKnown"`)
  return rows[0] ?? { isRepositoryBound: false, isDeployedKnown: false }
}

async function loadDefinitions(
  tx: Db,
  orgId: string,
  hashes: readonly string[],
): Promise<FlowWitnesses['definitions']> {
  if (hashes.length === 0) return new Map()
  const rows = await loadByHash(tx, orgId, hashes)
  const members = await loadByHash(
    tx,
    orgId,
    rows.flatMap(({ files }) => (files ?? []).map(({ hash }) => hash)),
  )
  const texts = new Map(members.map(({ hash, text }) => [hash, text ?? '']))
  return new Map(rows.map((row) => [row.hash, row.files === null ? row : ofFiles(row, row.files, texts)]))
}

type DefinitionRow = {
  hash: string
  format: string
  text: string | null
  files: { path: string; hash: string }[] | null
}

async function loadByHash(tx: Db, orgId: string, hashes: readonly string[]): Promise<DefinitionRow[]> {
  if (hashes.length === 0) return []
  const { rows } = await tx.execute<DefinitionRow>(sql`
    select encode(d.hash, 'hex') as hash, d.format, d.text, d.files from definitions d
    where d.org_id = ${orgId} and d.hash = any(${sql.param([...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex')))}::bytea[])`)
  return rows
}

/** Flows share files: their texts are put together only where somebody reads them. */
const ofFiles = (
  { format }: DefinitionRow,
  files: readonly { path: string; hash: string }[],
  texts: ReadonlyMap<string, string>,
): KnownDefinition => ({
  format,
  ...(isScript(format) && files[0] !== undefined ? { ownHash: files[0].hash } : {}),
  get text() {
    return joinFiles(files.map(({ path, hash }) => ({ path, text: texts.get(hash) ?? '' })))
  },
})
