import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import type { ListedMember } from '@/lib/model/listed-member'

const WIDE = 'max-md:hidden'

/** One line a person: who, in which teams as what, and when they were last here. */
export function MembersTable({ members }: { members: ListedMember[] }) {
  return (
    <section
      aria-label="Members"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="w-full text-sm">
        <thead className="border-b border-line text-left text-xs text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">Person</th>
            <th scope="col">Teams</th>
            <th scope="col" className={WIDE}>
              Last seen
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.id} className="relative border-t border-line first:border-t-0 hover:bg-hover">
              <th scope="row" className="px-3 py-2.5 text-left align-top font-normal">
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <Link
                    href={`/settings/members/${member.id}`}
                    className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                  >
                    {member.name}
                  </Link>
                  {member.isOwner ? <Badge tone="accent">owner</Badge> : null}
                  {member.isActive ? null : <Badge tone="outline">deactivated</Badge>}
                </span>
                <span className="block text-xs break-all text-ink-3">{member.email}</span>
              </th>
              <td className="px-3 py-2.5 align-top">
                <SeatList teams={member.teams} />
              </td>
              <td className={`${WIDE} px-3 py-2.5 align-top text-ink-2`}>
                {member.lastSeenAt === null ? (
                  <span className="text-ink-3">not signed in</span>
                ) : (
                  <span className="relative z-10">
                    <Time iso={member.lastSeenAt.toISOString()} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A person with fifty teams is one line here; their own page has them all. */
const SHOWN = 3

function SeatList({ teams }: { teams: ListedMember['teams'] }) {
  if (teams.length === 0) return <span className="text-ink-3">none</span>
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {teams.slice(0, SHOWN).map((team) => (
        <li key={team.id} className="inline-flex items-center gap-1.5 text-ink-2">
          {team.name} <Badge>{team.role}</Badge>
        </li>
      ))}
      {teams.length > SHOWN ? <li className="text-ink-3">and {teams.length - SHOWN} more</li> : null}
    </ul>
  )
}
