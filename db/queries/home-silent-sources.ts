import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { SilentSource } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { teamsFor } from '@/lib/model/scope'

const DAYS = 14
/** With less than that a source has no rhythm to be out of. */
const HOURS_MIN = 6
const TIMES_LONGEST_PAUSE = 1.5

/**
 * Sources that have sent nothing for half as long again as their longest pause of a fortnight: one that rests every weekend is
 * not silent on a Sunday. Counts are kept by the hour, so pauses are of hours.
 */
export async function listSilentSources(scope: Scope, on: Db = database()): Promise<SilentSource[]> {
  const teams = teamsFor(scope, 'source.read')
  const isMine = teams === null ? sql`true` : sql`s.team_id = any(${sql.param(teams)}::uuid[])`
  const found = await on.execute<SilentSource>(sql`
    with hours as (
      select distinct c.source_id, c.hour from source_counts c
      where c.org_id = ${scope.orgId} and c.hour > now() - make_interval(days => ${DAYS})
        and c.verdict in ('stored', 'duplicate')),
    pauses as (
      select source_id, hour, hour - lag(hour) over (partition by source_id order by hour) as pause from hours),
    rhythm as (
      select source_id, max(hour) as last_hour, max(pause) as longest from pauses group by 1 having count(*) >= ${HOURS_MIN})
    select s.id, s.name, to_char(r.last_hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastHour"
    from rhythm r join sources s on s.org_id = ${scope.orgId} and s.id = r.source_id
    where ${isMine} and s.kind <> 'runledger'
      and now() - r.last_hour - interval '1 hour' > greatest(r.longest * ${TIMES_LONGEST_PAUSE}::float8, interval '1 hour')
    order by r.last_hour, s.name limit 50`)
  return found.rows
}
