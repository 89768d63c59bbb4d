import Link from 'next/link'
import { HistoryLink } from '@/components/audit/history-link'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { formatCount } from '@/lib/format/count'
import { hoursWords } from '@/lib/format/hours-words'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedTeam } from '@/lib/model/listed-member'
import type { WorkingHours } from '@/lib/model/working-hours'
import { HoursDialog } from './hours-dialog'
import { TeamDialog } from './team-dialog'

const WIDE = 'max-sm:hidden'

/** When which team is at work, and how that is changed. */
export type TeamsHours = {
  organization: WorkingHours
  /** By team; those that are not named have the hours of the organization. */
  own: ReadonlyMap<string, WorkingHours>
  zones: readonly string[]
  setAction: FormAction<void>
  inheritAction: FormAction<void>
}

/** One line a team: how many people, sources and flows it has. */
export function TeamsTable({
  teams,
  renamable,
  renameAction,
  hours,
}: {
  teams: ListedTeam[]
  renamable: ReadonlySet<string>
  renameAction: FormAction<void>
  hours: TeamsHours
}) {
  return (
    <section
      aria-label="Teams"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="w-full text-sm">
        <thead className="border-b border-line text-left text-xs text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">Team</th>
            <th scope="col" className={WIDE}>
              Short name
            </th>
            <th scope="col" className="text-right">
              Members
            </th>
            <th scope="col" className={`${WIDE} text-right`}>
              Sources
            </th>
            <th scope="col" className="text-right">
              Flows
            </th>
            <th scope="col" className="max-xl:hidden">
              At work
            </th>
            <th scope="col">
              <span className="sr-only">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {teams.map((team) => (
            <tr key={team.id} className="border-t border-line first:border-t-0">
              <th scope="row" className="px-3 py-2 text-left font-medium text-ink">
                {team.name}
              </th>
              <td className={`${WIDE} px-3 py-2`}>
                <span className="flex items-center gap-1">
                  <code className="font-mono text-xs text-ink-3">{team.slug}</code>
                  <CopyButton value={team.slug} label={`short name of ${team.name}`} />
                </span>
              </td>
              <td className="px-3 py-2 text-right tabular-nums">
                <Link href={`/settings/members?team=${team.id}`} className="text-accent hover:underline">
                  {formatCount(team.members)}
                  <span className="sr-only"> members of {team.name}</span>
                </Link>
              </td>
              <td className={`${WIDE} px-3 py-2 text-right text-ink-2 tabular-nums`}>
                {formatCount(team.sources)}
              </td>
              <td className="px-3 py-2 text-right text-ink-2 tabular-nums">{formatCount(team.flows)}</td>
              <td className="px-3 py-2 text-xs text-ink-2 max-xl:hidden">
                {hours.own.has(team.id) ? '' : 'as all: '}
                {hoursWords(hours.own.get(team.id) ?? hours.organization)}
              </td>
              <td className="px-3 py-2">
                <span className="flex justify-end gap-1 max-sm:flex-col max-sm:items-end">
                  <HistoryLink kind="team" id={team.id} of={team.name} size="sm" />
                  {renamable.has(team.id) ? (
                    <HoursDialog
                      team={team}
                      own={hours.own.get(team.id) ?? null}
                      inherited={hours.organization}
                      zones={hours.zones}
                      setAction={hours.setAction}
                      inheritAction={hours.inheritAction}
                    />
                  ) : null}
                  {renamable.has(team.id) ? (
                    <TeamDialog
                      team={team}
                      action={renameAction}
                      trigger={
                        <Button size="sm" aria-label={`Rename ${team.name}`}>
                          Rename
                        </Button>
                      }
                    />
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
