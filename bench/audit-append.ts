import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { createDatabase, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { auditHeads } from '@/db/schema/audit'
import { teams } from '@/db/schema/people'
import { audited } from '@/db/store/audited'
import { setUp } from '@/db/store/set-up'
import { AuditWorld } from '@/db/testing/audit-world'
import { writeWithOneKilled } from '@/db/testing/killed-writers'
import { systemScope } from '@/lib/auth/system-scope'
import type { Scope } from '@/lib/model/scope'
import { BenchDatabase } from './product/database'
import { machine } from './report/machine'

/**
 * How many changes a second one organization's log takes, each with its entry, by writers that all wait for the same head.
 * Each change is a transaction of a person's: an update of a row of its own, and the entry with before and after.
 */
const WRITERS = 16
const SECONDS = 10
const LEAST_PER_SECOND = 400

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-bench-audit-'))
fs.chmodSync(dir, 0o755)
const server = await BenchDatabase.start(dir)
await migrate(server.url)
const { db, close } = createDatabase(server.url, { max: WRITERS, applicationName: 'runledger-bench' })
try {
  const { orgId } = await setUp(
    {
      organization: 'Bench',
      email: 'bench@runledger.example',
      name: 'Bench',
      password: 'a-long-passphrase-for-benches',
      team: 'Platform',
      source: { name: 'Load', kind: 'otlp', environment: 'production' },
    },
    {},
    db,
  )
  const scope = systemScope(orgId, 'bench')
  const rows = await Promise.all(Array.from({ length: WRITERS }, () => addTeam(scope, db)))
  const before = await sizeOf(orgId, db)
  const startedAt = performance.now()
  const latencies = (await Promise.all(rows.map((id) => writeFor(SECONDS * 1000, scope, id, db)))).flat()
  const seconds = (performance.now() - startedAt) / 1000
  const entries = (await sizeOf(orgId, db)) - before
  if (entries !== latencies.length)
    throw new Error(`${latencies.length} changes were made and ${entries} entries are there`)
  latencies.sort((a, b) => a - b)
  const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10
  const perSecond = Math.round(entries / seconds)
  const killed = await oneKilled(server.url)
  const version = await db.execute<{ server_version: string }>(sql`show server_version`)
  console.log(`${entries} changes with their entries by ${WRITERS} writers in ${seconds.toFixed(1)} s`)
  console.log(`${perSecond} a second; a change takes ${at(0.5)} ms, 95 % at most ${at(0.95)} ms`)
  console.log(
    JSON.stringify({
      bench: 'audit-append',
      machine: machine(version.rows[0]?.server_version ?? 'unknown'),
      writers: WRITERS,
      entries,
      per_second: perSecond,
      p50_ms: at(0.5),
      p95_ms: at(0.95),
      least_per_second: LEAST_PER_SECOND,
      one_killed: killed,
    }),
  )
  if (perSecond < LEAST_PER_SECOND || !killed.passed) process.exitCode = 1
} finally {
  await close()
  await server.stop()
  fs.rmSync(dir, { recursive: true, force: true })
}

/** Sixteen writers × 500 entries, one of them killed at random: no gap, and the whole log verifies. */
async function oneKilled(url: string): Promise<{ entries: number; killed_at: number; passed: boolean }> {
  const opened = createDatabase(url, { max: 2, applicationName: 'runledger-bench-killer' })
  try {
    const world = new AuditWorld(opened.db)
    const written = await writeWithOneKilled({ ...opened, url }, world.orgId, 500)
    const total = written.byWriter.reduce((sum, each) => sum + each, 0)
    await world.sign()
    const { integrity, completeness } = await world.verify([], total + 1)
    const isGapless = [written.entries, written.last, written.changes].every((each) => each === total)
    const passed = isGapless && integrity === 'holds' && completeness.isWhole
    console.log(
      `16 writers × 500, one killed at its ${written.killedAt}th: ${total} entries, ${passed ? 'gapless and verified' : 'NOT WHOLE'}`,
    )
    return { entries: total, killed_at: written.killedAt, passed }
  } finally {
    await opened.close()
  }
}

async function addTeam({ orgId }: Scope, on: Db): Promise<string> {
  const id = randomUUID()
  await on.insert(teams).values({ orgId, id, slug: id, name: 'Team 0', createdAt: new Date() })
  return id
}

/** Renames one team again and again; returns how long each took, in milliseconds. */
async function writeFor(ms: number, scope: Scope, teamId: string, on: Db): Promise<number[]> {
  const latencies: number[] = []
  const until = performance.now() + ms
  for (let n = 1; performance.now() < until; n++) {
    const startedAt = performance.now()
    await audited(
      scope,
      { permission: 'team.write', teamId },
      async (tx) => {
        const name = `Team ${n}`
        await tx.update(teams).set({ name }).where(eq(teams.id, teamId))
        return {
          result: undefined,
          entry: {
            action: 'team.renamed',
            target: { kind: 'team', id: teamId, teamId },
            before: { name: `Team ${n - 1}` },
            after: { name },
          },
        }
      },
      on,
    )
    latencies.push(performance.now() - startedAt)
  }
  return latencies
}

async function sizeOf(orgId: string, on: Db): Promise<number> {
  const [head] = await on.select({ seq: auditHeads.seq }).from(auditHeads).where(eq(auditHeads.orgId, orgId))
  return head?.seq ?? 0
}
