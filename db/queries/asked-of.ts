import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/model/scope'

/** Changes `c` about which somebody asks the person of the scope, and which nobody has explained yet. */
export const waitsFor = ({ orgId, userId }: Scope): SQL =>
  userId === null
    ? sql`false`
    : sql`(c.asked_of is not null and not c.has_reason and c.asked_of && array(
        select a.key from actors a where a.org_id = ${orgId} and a.person_id = ${userId}::uuid))`

/** Changes `c` about which the person of the scope has asked, answered or not. */
export const isAskedBy = ({ orgId, userId }: Scope): SQL =>
  userId === null
    ? sql`false`
    : sql`c.id = any(array(select n.change_id from change_notes n
        where n.org_id = ${orgId} and n.user_id = ${userId}::uuid and n.kind = 'question'))`

/** True for a change `c` that the person of the scope asked about, and has not opened since it was answered. */
export const hasNewAnswer = ({ orgId, userId }: Scope): SQL =>
  userId === null
    ? sql`false`
    : sql`(c.has_reason and exists (select 1 from change_notes n where n.org_id = ${orgId} and n.change_id = c.id
        and n.user_id = ${userId}::uuid and n.kind = 'question' and n.answer_seen_at is null))`

/**
 * The newest question about a change `c` that nobody has answered, with those whom it goes to: the members who made it, by
 * what they may in its team, and the names of those who have no account here. Who they are is what is known of people now.
 */
export const openQuestion = (): SQL => sql`case when c.asked_of is not null and not c.has_reason then (
  select json_build_object('by', coalesce(u.name, ''), 'at', n.at,
    'members', coalesce((select json_agg(m order by m.name, m.id) from (
      select distinct u.id, u.name, u.is_owner as "isOwner", u.disabled_at is not null as "isDisabled", s.role
      from actors a join users u on u.org_id = a.org_id and u.id = a.person_id
        left join memberships s on s.org_id = u.org_id and s.user_id = u.id and s.team_id = c.team_id
      where a.org_id = c.org_id and a.key = any(c.asked_of)) m), '[]'),
    'strangers', coalesce((select json_agg(distinct coalesce(a.name, a.handle)) from actors a
      where a.org_id = c.org_id and a.key = any(c.asked_of) and not a.is_bot
        and not exists (select 1 from users u where u.org_id = a.org_id and u.id = a.person_id)), '[]'))
  from change_notes n left join users u on u.org_id = n.org_id and u.id = n.user_id
  where n.org_id = c.org_id and n.change_id = c.id and n.kind = 'question'
  order by n.at desc, n.id desc limit 1) end`
