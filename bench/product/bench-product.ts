import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createDatabase, type Database } from '@/db/client'
import { migrate } from '@/db/migrate'
import { makePartitions } from '@/db/partitions'
import { setUp } from '@/db/store/set-up'
import { BenchDatabase } from './database'
import { freePort } from './free-port'
import { IngestProcess } from './ingest-process'

/** A fresh installation in a temporary directory: database, organization, source, and the ingest process to come. */
export type BenchProduct = {
  dir: string
  database: BenchDatabase
  /** The bench's own connections, for asking what was stored. */
  store: Database
  orgId: string
  sourceId: string
  token: string
  httpPort: number
  grpcPort: number
  ingest: IngestProcess
  remove: () => Promise<void>
}

export async function benchProduct(options: { profileDir?: string } = {}): Promise<BenchProduct> {
  buildProgram()
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-bench-'))
  // Postgres does not run as root: its account must reach the directory.
  fs.chmodSync(dir, 0o755)
  const database = await BenchDatabase.start(dir)
  await migrate(database.url)
  const store = createDatabase(database.url, {
    max: 2,
    applicationName: 'runledger-bench',
    statementTimeoutMs: 0,
  })
  await makePartitions(store.db, new Date())
  const { orgId, sourceId, token } = await setUp(
    {
      organization: 'Bench',
      email: 'bench@runledger.example',
      name: 'Bench',
      password: 'a-long-passphrase-for-benches',
      team: 'Platform',
      source: { name: 'Load', kind: 'otlp', environment: 'production' },
    },
    {},
    store.db,
  )
  const [httpPort, grpcPort] = [await freePort(), await freePort()]
  const ingest = new IngestProcess({
    databaseUrl: database.url,
    dataDir: dir,
    httpPort,
    grpcPort,
    token,
    ...(options.profileDir === undefined ? {} : { profileDir: options.profileDir }),
  })
  return {
    dir,
    database,
    store,
    orgId,
    sourceId,
    token,
    httpPort,
    grpcPort,
    ingest,
    remove: async () => {
      await store.close()
      await database.stop()
      fs.rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** What users run is the built program: this builds it where it is older than the sources, as every start does. */
function buildProgram(): void {
  const built = spawnSync(process.execPath, ['bin/runledger', '--help'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (built.status !== 0) throw new Error('the program could not be built')
}

/** Makes sure that an interrupted bench leaves nothing running behind. */
export function removeOnInterrupt(product: BenchProduct): void {
  process.once('SIGINT', () => {
    void product.ingest
      .kill()
      .catch(() => undefined)
      .then(() => product.remove())
      .finally(() => process.exit(130))
  })
}
