import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { EventDetail } from '@/lib/model/listed-event'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { columns, isMine, listed, type Row } from './list-events'

type Found = Row & {
  key: string
  requestHash: string
  headers: Record<string, string> | null
  text: string | null
}

/** One event with what it said. Not there and not for you are the same answer. */
export async function getEvent(scope: Scope, eventId: string, on: Db = database()): Promise<EventDetail> {
  const found = isUuid(eventId)
    ? await on.execute<Found>(sql`
        select ${columns(scope)}, e.key, encode(e.request_hash, 'hex') as "requestHash", b.headers, b.body as text
        from events e join sources s on s.org_id = e.org_id and s.id = e.source_id
          left join event_bodies b on b.org_id = e.org_id and b.event_id = e.id and b.received_at = e.received_at
        where ${isMine(scope)} and e.id = ${eventId}::uuid`)
    : null
  const row = found?.rows[0]
  if (row === undefined) throw new Refusal('not_found', 'There is no such event.')
  const { key, requestHash, headers, text, ...rest } = row
  return {
    ...listed(rest),
    key,
    requestHash,
    body: text === null ? null : { headers: headers ?? {}, text },
  }
}
