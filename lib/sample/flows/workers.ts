import type { SampleFlow } from '../company'
import { daily, every, MINUTE, WORKDAYS, workdaysEvery } from './schedules'

/** The batches of the payment workers. */
export const WORKER_FLOWS: SampleFlow[] = [
  {
    source: 'payments',
    name: 'settle-batch',
    schedule: every(15, 1),
    usualMs: 50_000,
    failing: 0.7,
    steps: ['claim batch', 'settle with bank', 'book entries'],
  },
  {
    source: 'payments',
    name: 'invoice-batch',
    schedule: every(180, 0),
    usualMs: 7 * MINUTE,
    failing: 1.5,
    steps: ['select orders', 'compute amounts', 'render invoices', 'send'],
    readsAmount: 'compute amounts',
  },
  {
    source: 'payments',
    name: 'fraud-score-refresh',
    schedule: every(60, 12),
    usualMs: 3 * MINUTE,
    failing: 1,
    steps: ['load features', 'score', 'store scores'],
  },
  {
    source: 'payments',
    name: 'chargeback-sync',
    schedule: workdaysEvery(30, 8),
    usualMs: 35_000,
    failing: 2,
    steps: ['fetch disputes', 'update cases'],
  },
  {
    source: 'payments',
    name: 'payout-run',
    schedule: daily(15, 0, WORKDAYS),
    usualMs: 16 * MINUTE,
    failing: 2,
    steps: ['collect balances', 'approve', 'transfer', 'notify sellers'],
  },
  {
    source: 'payments',
    name: 'statement-emails',
    schedule: daily(8, 30),
    usualMs: 13 * MINUTE,
    failing: 2,
    steps: ['select accounts', 'render', 'send'],
  },
]

/** What the logistics team has in Kestra. */
export const KESTRA_FLOWS: SampleFlow[] = [
  {
    source: 'kestra',
    space: 'acme.shipping',
    name: 'shipments_import',
    schedule: every(120, 7),
    usualMs: 95_000,
    failing: 3,
    steps: ['io.kestra.plugin.fs.sftp.Downloads', 'io.kestra.plugin.jdbc.postgresql.Batch'],
  },
  {
    source: 'kestra',
    space: 'acme.shipping',
    name: 'carrier_rates',
    schedule: daily(4, 20),
    usualMs: 4 * MINUTE,
    failing: 4,
    steps: ['io.kestra.plugin.core.http.Request', 'io.kestra.plugin.scripts.python.Script'],
  },
  {
    source: 'kestra',
    space: 'acme.warehouse',
    name: 'stock_snapshot',
    schedule: every(360, 18),
    usualMs: 6 * MINUTE,
    failing: 2,
    steps: ['io.kestra.plugin.jdbc.postgresql.Query', 'io.kestra.plugin.aws.s3.Upload'],
  },
  {
    source: 'kestra',
    space: 'acme.warehouse',
    name: 'returns_report',
    schedule: daily(6, 45, WORKDAYS),
    usualMs: 3 * MINUTE,
    failing: 3,
    steps: ['io.kestra.plugin.jdbc.postgresql.Query', 'io.kestra.plugin.notifications.mail.MailSend'],
  },
  {
    source: 'kestra',
    space: 'acme.shipping',
    name: 'address_checks',
    schedule: workdaysEvery(240, 28),
    usualMs: 2 * MINUTE,
    failing: 3,
    steps: ['io.kestra.plugin.core.http.Request', 'io.kestra.plugin.scripts.python.Script'],
  },
]
