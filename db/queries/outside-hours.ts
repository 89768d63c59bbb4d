import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/model/scope'
import { USUAL_HOURS } from '@/lib/model/working-hours'

const USUAL = sql`${JSON.stringify(USUAL_HOURS)}::jsonb`

/** The hours that count for team `t`: its own, else those of the organization, else the usual ones. */
export const HOURS_OF_TEAM = sql`coalesce(t.working_hours,
  (select o.working_hours from organizations o where o.org_id = t.org_id), ${USUAL})`

/** One row a team, with what its hours say as columns: worked out once, not once a change. */
const hoursOfTeams = (scope: Scope): SQL => sql`
  select h.team_id, h.hours->>'zone' as zone, (h.hours->>'from')::time as begins, (h.hours->>'until')::time as ends,
    array(select jsonb_array_elements_text(h.hours->'days')::int) as days,
    array(select (d->>'date')::date from jsonb_array_elements(h.hours->'holidays') d) as holidays
  from (select t.id as team_id, ${HOURS_OF_TEAM} as hours from teams t where t.org_id = ${scope.orgId} offset 0) h
  offset 0`

/**
 * Changes `c` that were made outside the hours of their team, as they are set now, by the clocks of its zone. The rule of
 * `lib/changes/place-in-hours.ts`. Teams that are at work always are left out before anything is read of theirs.
 */
export const isOutsideHours = (scope: Scope): SQL => sql`(
  c.team_id = any(array(select w.team_id from (${hoursOfTeams(scope)}) w
    where cardinality(w.days) < 7 or w.begins > '00:00' or w.ends < '24:00' or cardinality(w.holidays) > 0))
  and exists (select 1 from (${hoursOfTeams(scope)}) w
    where w.team_id = c.team_id and (
      not extract(isodow from c.at at time zone w.zone)::int = any(w.days)
      or (c.at at time zone w.zone)::time < w.begins or (c.at at time zone w.zone)::time >= w.ends
      or (c.at at time zone w.zone)::date = any(w.holidays))))`
