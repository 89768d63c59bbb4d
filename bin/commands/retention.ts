import { createDatabase, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { getRetention, type RetentionDays, type StorageUse } from '@/db/queries/get-retention'
import { listRetention } from '@/db/queries/list-retention'
import { updateAuditRetention } from '@/db/store/legal-holds'
import { updateRetention } from '@/db/store/update-retention'
import { systemScope } from '@/lib/auth/system-scope'
import { Obstacle } from '@/lib/model/obstacle'
import { openInstallation } from '../installation'
import { say } from '../say'

export type RetentionOptions = {
  spans?: string
  logs?: string
  executions?: string
  events?: string
  audit?: string
}

const DAYS_MAX = 3_650

/** `retention`: what is kept, how big it is, how big it will get; with days, changes that and writes it to the audit log. */
export async function retention(options: RetentionOptions): Promise<void> {
  const change = {
    spanDays: days(options.spans),
    logDays: days(options.logs),
    executionDays: days(options.executions),
    eventDays: days(options.events),
  }
  const auditDays = options.audit === 'forever' ? null : days(options.audit)
  const installation = await openInstallation()
  try {
    await migrate(installation.url)
    const { db, close } = createDatabase(installation.url, { max: 3, applicationName: 'runledger-retention' })
    try {
      await changeAndShow(db, change, auditDays)
    } finally {
      await close()
    }
  } finally {
    await installation.close()
  }
}

type Change = { [Kind in keyof RetentionDays]: number | undefined }

async function changeAndShow(db: Db, change: Change, auditDays: number | null | undefined): Promise<void> {
  const [organization] = await listRetention(db)
  if (organization === undefined) {
    throw new Obstacle(
      'Runledger is not set up yet',
      'Open the set-up link of `npm start`, or use `bin/runledger setup`.',
    )
  }
  const scope = systemScope(organization.orgId, 'bin/runledger retention')
  if (Object.values(change).some((given) => given !== undefined)) {
    const { spanDays, logDays, executionDays, eventDays } = organization
    const after = {
      spanDays: change.spanDays ?? spanDays,
      logDays: change.logDays ?? logDays,
      executionDays: change.executionDays ?? executionDays,
      eventDays: change.eventDays ?? eventDays,
    }
    await updateRetention(scope, after, db)
    say('Retention changed; the worker applies it within the hour.')
  }
  if (auditDays !== undefined) {
    await updateAuditRetention(scope, auditDays, db)
    say(
      auditDays === null
        ? 'Entries of the audit log are kept for good.'
        : `Entries of the audit log are kept ${auditDays} days, those that a legal hold keeps longer.`,
    )
  }
  const { days: kept, use } = await getRetention(scope, db)
  const rows = [
    ['', 'kept for', 'size now', 'a day adds', 'size when full'],
    row('spans', kept.spanDays, use.spans),
    row('log records', kept.logDays, use.logs),
    row('executions', kept.executionDays, use.executions),
    row('events', kept.eventDays, use.events),
  ]
  process.stdout.write(`${rows.map(lineOf).join('\n')}\n`)
}

function days(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const number = /^\d+$/.test(given) ? Number(given) : 0
  if (number >= 1 && number <= DAYS_MAX) return number
  throw new Obstacle(
    `"${given}" is not a number of days to keep`,
    `Give a whole number from 1 to ${DAYS_MAX}.`,
  )
}

const row = (what: string, keptDays: number, { bytes, bytesPerDay }: StorageUse): string[] => [
  what,
  `${keptDays} days`,
  size(bytes),
  bytesPerDay === null ? 'not known yet' : size(bytesPerDay),
  bytesPerDay === null ? 'not known yet' : size(bytesPerDay * keptDays),
]

const lineOf = (cells: string[]): string =>
  cells.map((cell, at) => (at === 0 ? cell.padEnd(12) : cell.padStart(16))).join('')

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
