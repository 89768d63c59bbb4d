import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { AuditWorld } from '@/db/testing/audit-world'
import { testScope } from '@/db/testing/scopes'
import { asOwnerOfTables } from '@/db/testing/tamper'
import type { TestDatabase } from '@/db/testing/test-database'
import { checkpointAudit } from '../checkpoint-audit'
import type { Job } from '../job'
import { publishCheckpoints } from '../publish-checkpoints'

const TABLES = ['entries', 'heads', 'tiles', 'checkpoints', 'keys', 'publications', 'integrity']
export const MINUTE = 60_000
export const DAY = 86_400_000

/** One organization's log on an empty data directory, and the jobs that look after it, at a time of the test's. */
export class AuditJobs {
  readonly dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-audit-'))
  now = new Date()
  readonly owner

  private constructor(
    readonly world: AuditWorld,
    private readonly database: TestDatabase,
  ) {
    this.owner = testScope({ orgId: world.orgId, isOwner: true })
  }

  static async start(database: TestDatabase): Promise<AuditJobs> {
    await asOwnerOfTables(database.db, async (tx) => {
      for (const table of TABLES) await tx.execute(sql`delete from ${sql.identifier(`audit_${table}`)}`)
    })
    const world = new AuditWorld(database.db)
    await database.db.execute(
      sql`insert into organizations (org_id, name, created_at) values (${world.orgId}, 'Acme', now())`,
    )
    return new AuditJobs(world, database)
  }

  get keeping() {
    return { key: () => this.world.pem, dataDir: this.dataDir, gitProtocols: ['file'] }
  }

  run(job: Job) {
    return job.run({ db: this.database.db, now: this.now, mayGoOn: () => Promise.resolve(true) })
  }

  sign = () => this.run(checkpointAudit(this.keeping))
  publish = () => this.run(publishCheckpoints(this.keeping))
  integrity = () => getAuditIntegrity(this.owner, this.database.db)

  later(ms: number): void {
    this.now = new Date(this.now.getTime() + ms)
  }

  remove(): void {
    fs.rmSync(this.dataDir, { recursive: true, force: true })
  }
}
