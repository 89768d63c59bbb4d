import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { placeInHours } from '@/lib/changes/place-in-hours'
import type { Change } from '@/lib/model/flow-change'
import type {
  AskedMember,
  ChangeActor,
  ChangeDetail,
  ChangedDefinition,
  ChangeNote,
  OpenQuestion,
} from '@/lib/model/listed-change'
import { type Role, roleHolds } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import type { WorkingHours } from '@/lib/model/working-hours'
import { hasNewAnswer, openQuestion } from './asked-of'
import { changeMatches } from './change-filter'
import { definitionText } from './definition-text'
import { columns, JOINS, listed, PERSON, type Row } from './list-changes'
import { HOURS_OF_TEAM } from './outside-hours'

type Found = Row & {
  change: Change
  beforeDefinition: ChangedDefinition | null
  afterDefinition: ChangedDefinition | null
  actors: ChangeActor[] | null
  notes: (Omit<ChangeNote, 'at'> & { at: string })[] | null
  question: (Pick<OpenQuestion, 'by' | 'strangers'> & { at: string; members: Member[] }) | null
  isAnswerNew: boolean
  workingHours: WorkingHours
  previousId: string | null
  nextId: string | null
}

type Member = { id: string; name: string; isOwner: boolean; isDisabled: boolean; role: Role | null }

/** A change with both definitions, its witnesses and what people said of it; null where the scope may not read it. */
export async function getChange(
  scope: Scope,
  changeId: string,
  on: Db = database(),
): Promise<ChangeDetail | null> {
  if (!isUuid(changeId)) return null
  const found = await on.execute<Found>(sql`
    with c as materialized (
      select c.* from changes c where ${changeMatches(scope, {})} and c.id = ${changeId}::uuid)
    select ${columns(scope)}, c.change,
      ${definitionAt(sql`c.before_hash`)} as "beforeDefinition",
      ${definitionAt(sql`c.after_hash`)} as "afterDefinition",
      (select json_agg(json_build_object('key', a.key, 'name', coalesce(a.name, a.handle), 'isBot', a.is_bot,
          'personId', a.person_id, 'person', ${PERSON}) order by a.key)
        from actors a where a.org_id = c.org_id and a.key in (
          select jsonb_path_query(c.change, '$.**.actorKey')#>>'{}' union
          select c.change->>word from unnest(array['author', 'committer', 'pusher', 'merger', 'editor', 'deployer']) word)
      ) as actors,
      (select json_agg(json_build_object('id', n.id, 'kind', n.kind, 'text', n.text, 'by', coalesce(u.name, ''),
          'at', n.at) order by n.at, n.id)
        from change_notes n left join users u on u.org_id = n.org_id and u.id = n.user_id
        where n.org_id = c.org_id and n.change_id = c.id) as notes,
      ${openQuestion()} as question, ${hasNewAnswer(scope)} as "isAnswerNew", ${HOURS_OF_TEAM} as "workingHours",
      (select p.id from changes p where p.org_id = c.org_id and p.flow_id = c.flow_id and (p.at, p.id) < (c.at, c.id)
        order by p.at desc, p.id desc limit 1) as "previousId",
      (select p.id from changes p where p.org_id = c.org_id and p.flow_id = c.flow_id and (p.at, p.id) > (c.at, c.id)
        order by p.at, p.id limit 1) as "nextId"
    from c ${JOINS}`)
  const [row] = found.rows
  if (row === undefined) return null
  const { beforeDefinition, afterDefinition, actors, notes, question, workingHours, ...rest } = row
  return {
    ...rest,
    ...listed(rest),
    actors: Object.fromEntries((actors ?? []).map((actor) => [actor.key, actor])),
    before: beforeDefinition,
    after: afterDefinition,
    notes: (notes ?? []).map((note) => ({ ...note, at: new Date(note.at) })),
    question: question === null ? null : questionOf(question),
    hours: placeInHours(new Date(row.at), workingHours),
  }
}

const questionOf = ({ members, by, at, strangers }: NonNullable<Found['question']>): OpenQuestion => ({
  ...{ by, at: new Date(at), strangers },
  of: members.map(({ id, name, ...may }) => ({ id, name, reach: reachOf(may) })),
})

/** What a member can do with a question about a change of a team in which they have that role. */
function reachOf({ isOwner, isDisabled, role }: Omit<Member, 'id' | 'name'>): AskedMember['reach'] {
  if (isDisabled) return 'deactivated'
  if (isOwner || (role !== null && roleHolds(role, 'execution.annotate'))) return 'answers'
  return role !== null && roleHolds(role, 'execution.read') ? 'reads' : 'not_readable'
}

const definitionAt = (hash: ReturnType<typeof sql>) => sql`(
  select json_build_object('hash', encode(d.hash, 'hex'), 'format', d.format, 'text', ${definitionText(sql`d`)}, 'number', (
    select v.number from flow_versions v where v.org_id = d.org_id and v.flow_id = c.flow_id and v.hash = d.hash))
  from definitions d where d.org_id = c.org_id and d.hash = ${hash})`
