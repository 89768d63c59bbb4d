import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createDatabase, type Database } from '@/db/client'
import { migrate } from '@/db/migrate'
import { makePartitions } from '@/db/partitions'
import { organizations } from '@/db/schema/people'
import { setUp } from '@/db/store/set-up'
import type { Company } from './company'
import { ExplainedDatabase } from './explained-database'
import { type LoadPlan, loadInstallation } from './load'
import { catchUp } from './roll-up'

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
  // As the worker does within seconds of their coming; also for what an older version of the bench has loaded.
  await catchUp(store, known === undefined ? plan.now : new Date(), say)
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
  return orgId
}
