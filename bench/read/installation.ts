import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createDatabase, type Database } from '@/db/client'
import { migrate } from '@/db/migrate'
import { makePartitions } from '@/db/partitions'
import { organizations } from '@/db/schema/people'
import { indexFinishedDays } from '@/db/store/index-attributes'
import { noteJobEnd, noteJobStart } from '@/db/store/job-runs'
import { rollUpExecutionCounts } from '@/db/store/roll-up-execution-counts'
import { rollUpFlowDays } from '@/db/store/roll-up-flow-days'
import { setUp } from '@/db/store/set-up'
import { EXECUTION_COUNTS_JOB } from '@/lib/charts/counted-parts'
import type { Company } from './company'
import { ExplainedDatabase } from './explained-database'
import { type LoadPlan, loadInstallation } from './load'

const DAY_MS = 86_400_000

export const BENCH_PERSON = { email: 'bench@runledger.example', password: 'a-long-passphrase-for-benches' }

/** A loaded installation. */
export type LoadedInstallation = {
  dir: string
  database: ExplainedDatabase
  store: Database
  orgId: string
  remove: () => Promise<void>
}

/** Rows that one bench alone needs, added before anything is rolled up. */
export type AddMore = (store: Database, orgId: string, company: Company) => Promise<void>

/** Loads a new installation, or opens the one that an earlier bench kept in that directory. */
export async function openLoaded(
  plan: Omit<LoadPlan, 'orgId'>,
  keptDir: string | null,
  say: (line: string) => void,
  addMore: AddMore = async () => undefined,
): Promise<LoadedInstallation> {
  const dir =
    keptDir === null ? fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-read-')) : path.resolve(keptDir)
  fs.mkdirSync(dir, { recursive: true })
  // Postgres does not run as root: its account must reach the directory.
  fs.chmodSync(dir, 0o755)
  const database = await ExplainedDatabase.start(dir)
  const store = createDatabase(database.url, {
    max: 8,
    applicationName: 'runledger-bench',
    statementTimeoutMs: 0,
  })
  await migrate(database.url)
  const [known] = await store.db.select().from(organizations).limit(1)
  const orgId = known?.orgId ?? (await fill(store, plan, say, addMore))
  return {
    dir,
    database,
    store,
    orgId,
    remove: async () => {
      await store.close()
      await database.server.stop()
      if (keptDir === null) fs.rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function fill(
  store: Database,
  plan: Omit<LoadPlan, 'orgId'>,
  say: (line: string) => void,
  addMore: AddMore,
): Promise<string> {
  const began = performance.now()
  await makePartitions(store.db, plan.now)
  const { orgId } = await setUp(
    {
      organization: 'Bench',
      ...BENCH_PERSON,
      name: 'Bench',
      team: 'Platform',
      source: { name: 'Load', kind: 'opentelemetry', environment: 'production' },
    },
    {},
    store.db,
  )
  const { rows, company } = await loadInstallation(store, { ...plan, orgId }, say)
  await addMore(store, orgId, company)
  say(`loaded ${JSON.stringify(rows)} in ${Math.round((performance.now() - began) / 1000)} s`)
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const toMs = plan.now.getTime()
  // As the worker does within seconds of their coming.
  await rollUpFlowDays(store.db, { days: [day(toMs - plan.days * DAY_MS), day(toMs)] })
  const from = new Date(toMs - plan.days * DAY_MS)
  await rollUpExecutionCounts(store.db, { from, to: plan.now })
  await noteJobStart(EXECUTION_COUNTS_JOB, plan.now, store.db)
  const result = { seenUntil: new Date(toMs).toISOString() }
  await noteJobEnd(EXECUTION_COUNTS_JOB, { finishedAt: new Date(), error: null, result }, store.db)
  await indexFinishedDays(store.db, plan.now)
  say(`rolled up and indexed after ${Math.round((performance.now() - began) / 1000)} s`)
  await store.pool.query('vacuum analyze')
  say(`vacuumed and analyzed after ${Math.round((performance.now() - began) / 1000)} s`)
  return orgId
}
