import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/model/scope'
import { USUAL_HOURS } from '@/lib/model/working-hours'

const USUAL = sql`${JSON.stringify(USUAL_HOURS)}::jsonb`

/** The hours that count for team `t`: its own, else those of the organization, else the usual ones. */
export const HOURS_OF_TEAM = sql`coalesce(t.working_hours,
  (select o.working_hours from organizations o where o.org_id = t.org_id), ${USUAL})`

/** The hours of those teams that are not at work always, by the id of the team; null where there is none. */
const hoursOfTeams = (scope: Scope): SQL => sql`(
  select jsonb_object_agg(w.id, w.hours) from (
    select t.id, ${HOURS_OF_TEAM} as hours from teams t where t.org_id = ${scope.orgId} offset 0) w
  where jsonb_array_length(w.hours->'days') < 7 or w.hours->>'from' > '00:00' or w.hours->>'until' < '24:00'
    or jsonb_array_length(w.hours->'holidays') > 0)`

/**
 * Changes `c` that were made outside the hours of their team, as they are set now, by the clocks of its zone. The rule of
 * `lib/changes/place-in-hours.ts`. The hours of all teams are put together once and looked up for each change: a join of
 * teams would compare each change with each of them. Where everybody is at work always nothing is read.
 */
export const isOutsideHours = (scope: Scope): SQL => sql`(
  ${hoursOfTeams(scope)} is not null
  and coalesce((
    select not (h->'days' @> to_jsonb(extract(isodow from l)::int)) or to_char(l, 'HH24:MI') < h->>'from'
      or to_char(l, 'HH24:MI') >= h->>'until'
      or h->'holidays' @> jsonb_build_array(jsonb_build_object('date', to_char(l, 'YYYY-MM-DD')))
    from (select h, c.at at time zone (h->>'zone') as l
      from (select ${hoursOfTeams(scope)} -> c.team_id::text as h offset 0) x offset 0) y), false))`
