import type { Database } from '@/db/client'
import { makePartitions } from '@/db/partitions'
import { teams } from '@/db/schema/people'
import { flows, sources } from '@/db/schema/sources'
import { resources, scopes } from '@/db/schema/telemetry'
import { seededRandom } from '../generator/random'
import { type Company, companyOf } from './company'
import { CopyTarget } from './copy-target'
import { dropIndexes } from './drop-indexes'
import { addExecution, EXECUTION_COLUMNS, type Targets } from './execution-rows'
import { rhythm } from './rhythm'
import { LOG_COLUMNS, SPAN_COLUMNS, TRACE_COLUMNS } from './span-rows'
import { TASK_COLUMNS } from './task-rows'

const DAY_MS = 86_400_000
const ROWS_PER_INSERT = 500

export type LoadPlan = {
  orgId: string
  executions: number
  flows: number
  teams: number
  /** How many of the executions, the newest, have task runs. */
  stepped: number
  /** In all. */
  spans: number
  /** On average. */
  spansPerTrace: number
  days: number
  seed: number
  now: Date
}

export type Loaded = { company: Company; rows: Record<string, number> }

/** Fills an installation by COPY with executions as they would have come, oldest first. The same seed makes the same company. */
export async function loadInstallation(
  { db, pool }: Database,
  plan: LoadPlan,
  say: (line: string) => void,
): Promise<Loaded> {
  const random = seededRandom(plan.seed)
  const company = companyOf(random, plan.orgId, plan)
  const nowMs = plan.now.getTime()
  const fromMs = nowMs - plan.days * DAY_MS
  for (let day = 0; day <= plan.days; day++) await makePartitions(db, new Date(nowMs - day * DAY_MS))
  await insertCompany(db, plan.orgId, company, new Date(fromMs))
  const rebuild = await dropIndexes(pool, 'executions')
  const to: Targets = {
    executions: await CopyTarget.open(pool, 'executions', EXECUTION_COLUMNS),
    task_runs: await CopyTarget.open(pool, 'task_runs', TASK_COLUMNS),
    traces: await CopyTarget.open(pool, 'traces', TRACE_COLUMNS),
    spans: await CopyTarget.open(pool, 'spans', SPAN_COLUMNS),
    log_records: await CopyTarget.open(pool, 'log_records', LOG_COLUMNS),
  }
  const targets = Object.entries(to)
  const momentOf = rhythm(fromMs, nowMs)
  // Where there are not spans enough for all, every so many-th execution has a trace: days differ by their executions alone.
  const each = Math.max(1, Math.round((plan.executions * plan.spansPerTrace) / plan.spans))
  for (let index = 0; index < plan.executions; index++) {
    addExecution(to, random, {
      orgId: plan.orgId,
      flow: company.pickFlow(),
      startMs: Math.floor(momentOf((index + random()) / plan.executions)),
      nowMs,
      index,
      hasSteps: index >= plan.executions - plan.stepped,
      spans: index % each === each - 1 ? plan.spansPerTrace : 0,
    })
    if (index % 50 === 0) for (const [, target] of targets) await target.breathe()
    if ((index + 1) % 100_000 === 0) say(`${(index + 1).toLocaleString('en-US')} executions`)
  }
  await Promise.all(targets.map(([, target]) => target.close()))
  await rebuild()
  return { company, rows: Object.fromEntries(targets.map(([name, target]) => [name, target.rows])) }
}

async function insertCompany(
  db: Database['db'],
  orgId: string,
  company: Company,
  since: Date,
): Promise<void> {
  await db.insert(teams).values(company.teams.map((team) => ({ ...team, orgId, createdAt: since })))
  await db.insert(sources).values(
    company.sources.map(({ id, slug, name, kind, environment, team }) => ({
      orgId,
      id,
      slug,
      name,
      kind,
      environment,
      teamId: team.id,
      createdAt: since,
    })),
  )
  const common = { orgId, droppedAttributesCount: 0, schemaUrl: null, firstSeenAt: since }
  await db.insert(resources).values(
    company.sources.map((source) => {
      const serviceName = `${source.team.slug}-${source.kind}`
      const attributes = { 'service.name': serviceName }
      return { ...common, id: source.resourceId, sourceId: source.id, serviceName, attributes }
    }),
  )
  await db.insert(scopes).values(
    company.sources.map((source) => ({
      ...common,
      id: source.scopeId,
      name: source.kind,
      version: '1.0.0',
      attributes: {},
    })),
  )
  const rows = company.flows.map(({ id, source, namespace, name }) => ({
    orgId,
    id,
    sourceId: source.id,
    teamId: source.team.id,
    namespace,
    name,
    dialect: source.kind,
    firstSeenAt: since,
  }))
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT)
    await db.insert(flows).values(rows.slice(at, at + ROWS_PER_INSERT))
}
