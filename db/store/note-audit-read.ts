import { and, eq, gt, type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditEntries } from '@/db/schema/audit'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'

const HOUR_MS = 3_600_000
export const AUDIT_READ = 'audit_log.read'
const AUDIT_DENIED = 'audit.read'

/**
 * Writes down that somebody looks into the audit log, once an hour for each filter; who may not is written down once an
 * hour too, and refused. To be called before anything of the log is shown.
 */
export async function noteAuditRead(
  scope: Scope,
  /** In the words of the address: `action=source&team=…`; empty for all of it. */
  filter: string,
  on: Db = database(),
  now = new Date(),
): Promise<void> {
  const teams = teamsFor(scope, 'audit.read')
  const isDenied = teams?.length === 0
  // What somebody of one team looks at is that team's; all else is the organization's.
  const teamId = teams?.length === 1 ? (teams[0] ?? null) : null
  const target = { kind: 'audit_log', id: scope.orgId, teamId }
  // Who may not could ask for another filter each time, and fill the log.
  const noted = isDenied ? deniedNote() : readNote(filter)
  if (!(await isNoted(scope, noted, now, on)))
    await on.transaction((tx) =>
      appendAuditEntry(
        tx,
        scope,
        { action: isDenied ? AUDIT_DENIED : AUDIT_READ, target, after: { filter } },
        isDenied ? 'denied' : 'done',
      ),
    )
  if (!isDenied) return
  const refusal = new Refusal('forbidden', 'You may not do this: it needs the permission audit.read.')
  refusal.isWritten = true
  throw refusal
}

const deniedNote = (): SQL | undefined =>
  and(eq(auditEntries.action, AUDIT_DENIED), eq(auditEntries.outcome, 'denied'))

const readNote = (filter: string): SQL | undefined =>
  and(
    eq(auditEntries.action, AUDIT_READ),
    eq(auditEntries.outcome, 'done'),
    sql`${auditEntries.after} ->> 'filter' = ${filter}`,
  )

async function isNoted(scope: Scope, noted: SQL | undefined, now: Date, on: Db): Promise<boolean> {
  const found = await on
    .select({ one: sql`1` })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.orgId, scope.orgId),
        eq(auditEntries.actorId, scope.actor.id),
        gt(auditEntries.at, new Date(now.getTime() - HOUR_MS)),
        noted,
      ),
    )
    .limit(1)
  return found.length > 0
}
