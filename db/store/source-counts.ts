import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import type { RejectedEvent } from '@/lib/model/event'
import { rejections, sourceCounts } from '../schema/sources'
import { Recordset } from './write-recordset'

export type CountedSignal = 'spans' | 'log_records' | 'metrics' | 'events'
export type Verdict = 'stored' | 'duplicate' | 'rejected' | 'redacted' | 'unrecognised'

type Of = { orgId: string; sourceId: string; signal: CountedSignal }
type CountRow = Of & { hour: string; verdict: Verdict; reason: string; count: number }
type RejectionRow = Of & {
  id: string
  receivedAt: string
  reason: string
  path: string
  message: string
  item: unknown
}

/** Detail is for a person to read; a broken exporter must not write a table full of it. */
const MOST_REJECTIONS = 200

const countSet = new Recordset<CountRow>(sourceCounts)
const rejectionSet = new Recordset<RejectionRow>(rejections)

const UPSERT = `${countSet.insert}
  on conflict (org_id, source_id, hour, signal, verdict, reason)
  do update set count = source_counts.count + excluded.count`

/** What became of the items of one batch, by source; written last, as every writer updates the same few rows. */
export class BatchCounts {
  readonly #rows = new Map<string, CountRow>()
  readonly #rejections: RejectionRow[] = []
  readonly #hour: string
  readonly #receivedAt: string

  constructor(now: Date) {
    this.#receivedAt = now.toISOString()
    this.#hour = `${this.#receivedAt.slice(0, 13)}:00:00.000Z`
  }

  add({ orgId, sourceId, signal }: Of, verdict: Verdict, reason: string, count: number): void {
    if (count === 0) return
    const key = [orgId, sourceId, signal, verdict, reason].join('/')
    const row = this.#rows.get(key)
    if (row === undefined) {
      this.#rows.set(key, { orgId, sourceId, hour: this.#hour, signal, verdict, reason, count })
    } else row.count += count
  }

  reject(of: Of, { reason, path, message, item }: RejectedEvent): void {
    if (this.#rejections.length >= MOST_REJECTIONS) return
    this.#rejections.push({
      ...of,
      id: randomUUID(),
      receivedAt: this.#receivedAt,
      reason,
      path,
      message,
      item,
    })
  }

  /**
   * Adds the counts to the database and commits. Rows are taken in one order, so that writers wait in line and not in a
   * circle; and in one message with the commit, as all writers of a source wait in the same line.
   */
  async writeAndCommit(client: Client): Promise<void> {
    if (this.#rejections.length > 0) {
      await client.query({
        name: 'insert-rejections',
        text: rejectionSet.insert,
        values: [rejectionSet.encode(this.#rejections)],
      })
    }
    const rows = [...this.#rows].filter(([, row]) => row.count !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
    const json = client.escapeLiteral(countSet.encode(rows.map(([, row]) => row)))
    // Several statements in one message cannot have parameters.
    await client.query(rows.length === 0 ? 'commit' : `${UPSERT.replace('$1', () => json)}; commit`)
  }
}
