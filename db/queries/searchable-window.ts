import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { listPartitions, PARTITIONED } from '@/db/partitions'

const DAY_MS = 86_400_000

/** Stored bytes that one search for an attribute reads at most: attributes are not indexed, so a search is a scan. */
export const SEARCHED_BYTES = 400 * 1024 * 1024

/** The latest part of a window that can be read within bounds; `since` is later than asked for where it was cut. */
export type SearchableWindow = { since: Date; isCut: boolean }

/** How far back from its end a window can be searched: day by day by the size of what is stored, the last day by its share. */
export async function searchableWindow(
  on: Db,
  since: Date,
  until: Date,
  budget = SEARCHED_BYTES,
): Promise<SearchableWindow> {
  const days = (await listPartitions(on, 'spans')).filter(
    ({ day }) => day.getTime() < until.getTime() && day.getTime() + DAY_MS > since.getTime(),
  )
  const sizes = await on.execute<{ name: string; bytes: number }>(sql`
    select name, coalesce(pg_relation_size(to_regclass(name)), 0)::float8 as bytes
    from unnest(${sql.param([...days.map(({ name }) => name), PARTITIONED.spans.late])}::text[]) name`)
  const bytesOf = new Map(sizes.rows.map(({ name, bytes }) => [name, bytes]))
  // What came late may be of any day: all of it is read, whichever is asked for.
  let left = budget - (bytesOf.get(PARTITIONED.spans.late) ?? 0)
  for (const { name, day } of days.toReversed()) {
    const from = Math.max(day.getTime(), since.getTime())
    const to = Math.min(day.getTime() + DAY_MS, until.getTime())
    const bytes = bytesOf.get(name) ?? 0
    const share = bytes * ((to - from) / DAY_MS)
    if (share <= left) {
      left -= share
      continue
    }
    const reach = Math.max(MIN_REACH_MS, ((to - from) * Math.max(0, left)) / Math.max(1, share))
    return { since: new Date(Math.max(from, Math.ceil(to - reach))), isCut: to - reach > since.getTime() }
  }
  return { since, isCut: false }
}

/** However much is stored, a minute is looked through. */
const MIN_REACH_MS = 60_000
