import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { attributeIndexName, listPartitions, PARTITIONED } from '@/db/partitions'

const DAY_MS = 86_400_000

/** Stored bytes that one search for an attribute reads at most, where no index knows them. */
export const SEARCHED_BYTES = 400 * 1024 * 1024

/** The latest part of a window that can be read within bounds; `since` is later than asked for where it was cut. */
export type SearchableWindow = { since: Date; isCut: boolean }

/** How much is stored of each day of a window, oldest first, and whether its attributes are indexed. */
export type StoredDays = {
  days: { name: string; day: Date; bytes: number; isIndexed: boolean }[]
  /** What came late may be of any day. */
  lateBytes: number
}

/** What a search of that window has before it. */
export async function storedDays(on: Db, since: Date, until: Date): Promise<StoredDays> {
  const days = (await listPartitions(on, 'spans')).filter(
    ({ day }) => day.getTime() < until.getTime() && day.getTime() + DAY_MS > since.getTime(),
  )
  const names = [...days.map(({ name }) => name), PARTITIONED.spans.late]
  const found = await on.execute<{ name: string; bytes: number; isIndexed: boolean }>(sql`
    select name, coalesce(pg_relation_size(to_regclass(name)), 0)::float8 as bytes,
      coalesce((select i.indisvalid from pg_index i where i.indexrelid = to_regclass(index)), false) as "isIndexed"
    from unnest(${sql.param(names)}::text[], ${sql.param(names.map(attributeIndexName))}::text[]) each(name, index)`)
  const known = new Map(found.rows.map((row) => [row.name, row]))
  return {
    days: days.map(({ name, day }) => ({ bytes: 0, isIndexed: false, ...known.get(name), name, day })),
    lateBytes: known.get(PARTITIONED.spans.late)?.bytes ?? 0,
  }
}

/**
 * How far back from its end a window can be searched: day by day by the size of what is read of it, the last day by its share.
 * With an index a day costs nothing.
 */
export function searchableWindow(
  { days, lateBytes }: StoredDays,
  since: Date,
  until: Date,
  { withIndex, budget = SEARCHED_BYTES }: { withIndex: boolean; budget?: number },
): SearchableWindow {
  let left = budget - lateBytes
  for (const { day, bytes, isIndexed } of days.toReversed()) {
    const from = Math.max(day.getTime(), since.getTime())
    const to = Math.min(day.getTime() + DAY_MS, until.getTime())
    const share = withIndex && isIndexed ? 0 : bytes * ((to - from) / DAY_MS)
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
