import { randomUUID } from 'node:crypto'
import type { Db } from '@/db/client'
import { type AuditEntry, appendAndTell } from '@/db/store/append-audit-entry'
import { rangeLines, rangePackHead } from '@/db/store/audit-pack'
import { signAuditCheckpoint } from '@/db/store/sign-audit-checkpoint'
import { auditOrigin } from '@/lib/audit/checkpoint'
import type { LogVerdict } from '@/lib/audit/log-verdict'
import { newSigningKey, signerOf } from '@/lib/audit/signing-key'
import { verifyLog } from '@/lib/audit/verify-log'
import { personActor } from '@/lib/model/scope'

/** The log of one organization, with the key that signs it. */
export class AuditWorld {
  readonly pem = newSigningKey()

  constructor(
    readonly db: Db,
    readonly orgId: string = randomUUID(),
  ) {}

  get signer() {
    return signerOf(auditOrigin(this.orgId), this.pem)
  }

  /** Appends so many entries of a person. */
  async add(count: number, entry: Partial<AuditEntry> = {}, name = 'Ada'): Promise<void> {
    const actor = personActor({ id: 'ada', name, ip: '192.0.2.7', requestId: 'req-1' })
    await this.db.transaction(async (tx) => {
      for (let n = 1; n <= count; n++)
        await appendAndTell(
          tx,
          { orgId: this.orgId, actor },
          {
            action: 'team.renamed',
            target: { kind: 'team', id: `team-${n}`, teamId: null },
            before: { name: `Team ${n}` },
            after: { name: `Group ${n}` },
            ...entry,
          },
        )
    })
  }

  /** Signs what the log has become; returns the note, as who keeps it outside has it. */
  async sign(kept: string | null = null): Promise<string> {
    const signed = await signAuditCheckpoint(
      this.orgId,
      { signers: [this.signer], kept, now: new Date() },
      this.db,
    )
    if (signed === null) throw new Error('There was nothing to sign')
    return signed.note
  }

  /** What who has a pack of the entries says of it, knowing the key and a checkpoint that they kept. */
  async verify(olderCheckpoints: string[], to: number, from = 1): Promise<LogVerdict> {
    const range = { from, to }
    const head = await rangePackHead(this.db, this.orgId, range, new Date())
    if (head === null) throw new Error('There is no pack of a log that is not signed')
    const lines: string[] = []
    for await (const line of rangeLines(this.db, this.orgId, range)) lines.push(line)
    return verifyLog(head, lines, { olderCheckpoints, keys: [this.signer] })
  }
}
