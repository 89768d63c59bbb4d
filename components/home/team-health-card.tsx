import Link from 'next/link'
import { Card, CardHeader } from '@/components/ui/card'
import { percentWords, successOfMany } from '@/lib/flow/figures'
import { countOf, formatCount } from '@/lib/format/count'
import { BROKEN_TERM } from '@/lib/format/verdict'
import { driftHref } from '@/lib/input/drift-address'
import type { TeamHealth } from '@/lib/model/home'
import { DEFAULT_LIST, listAddress } from '@/lib/query/list-address'
import { printTerm } from '@/lib/query/print'
import { HealthSpark } from './health-spark'

export type TeamRow = TeamHealth & { running: number; failing: number }

const NUMBER = 'px-3 py-2 text-right tabular-nums'
const LINK = 'relative rounded underline-offset-2 hover:underline'

/** One line a team: how its flows have fared in a week, what fails and what runs, and a fortnight at a glance. */
export function TeamHealthCard({ teams, range }: { teams: TeamRow[]; range: string }) {
  return (
    <Card aria-label="Teams" className="min-w-0">
      <CardHeader
        title="Teams"
        description="Figures of seven days of UTC, today included; days of a fortnight."
      />
      {teams.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-ink-3">
          You are in no team whose executions you may read.
        </p>
      ) : (
        <div className="relative overflow-x-auto">
          <table className="w-full text-sm">
            <thead className="border-b border-line text-left text-xs text-ink-3">
              <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium [&>th]:whitespace-nowrap">
                <th scope="col">Team</th>
                <th scope="col" className="text-right">
                  Failing
                </th>
                <th scope="col" className="text-right">
                  Success
                </th>
                <th scope="col" className="text-right">
                  Broken
                </th>
                <th scope="col" className="text-right">
                  Executions
                </th>
                <th scope="col" className="text-right">
                  Running
                </th>
                <th
                  scope="col"
                  className="text-right"
                  title="Edited in the tool, and the branch does not have it"
                >
                  Drifted
                </th>
                <th scope="col">14 days</th>
              </tr>
            </thead>
            <tbody>
              {teams.map((team) => (
                <TeamLine key={team.id} team={team} range={range} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function TeamLine({ team, range }: { team: TeamRow; range: string }) {
  const term = printTerm({ key: 'team', values: [team.slug] })
  const list = (q: string) => listAddress({ ...DEFAULT_LIST, q, range })
  const ratio = successOfMany(team)
  const known = `${formatCount(team.good)} good, ${formatCount(team.broken)} broken, of ${countOf(team.executions, 'execution')}`
  return (
    <tr className="border-t border-line first:border-t-0 hover:bg-hover">
      <th scope="row" className="max-w-48 px-3 py-2 text-left font-normal">
        <Link
          href={`/flows?q=${encodeURIComponent(term)}`}
          className={`${LINK} block truncate font-medium text-ink`}
        >
          {team.name}
        </Link>
        <span className="text-xs whitespace-nowrap text-ink-3">{countOf(team.flows, 'flow')}</span>
      </th>
      <td className={NUMBER}>
        <Count
          count={team.failing}
          href={`/flows?q=${encodeURIComponent(`${term} ${BROKEN_TERM}`)}`}
          className="font-medium text-failed"
        />
      </td>
      <td className={`${NUMBER} text-ink`} title={known}>
        {ratio === null ? <Unknown /> : percentWords(ratio)}
      </td>
      <td className={NUMBER}>
        <Count count={team.broken} href={list(`${term} ${BROKEN_TERM}`)} className="text-failed" />
      </td>
      <td className={NUMBER}>
        <Count count={team.executions} href={list(term)} className="text-ink" />
      </td>
      <td className={NUMBER}>
        <Count
          count={team.running}
          href={listAddress({ ...DEFAULT_LIST, q: `${term} state:running,retrying,waiting`, range: 'all' })}
          className="text-running"
        />
      </td>
      <td className={NUMBER}>
        <Count
          count={team.drifted}
          href={driftHref({ state: 'edited', team: team.id })}
          className="font-medium text-warning"
        />
      </td>
      <td className="px-3 py-2">
        <HealthSpark days={team.days} />
      </td>
    </tr>
  )
}

function Count({ count, href, className }: { count: number; href: string; className: string }) {
  if (count === 0) return <span className="text-ink-3">0</span>
  return (
    <Link href={href} prefetch={false} className={`${LINK} ${className}`}>
      {formatCount(count)}
    </Link>
  )
}

/** Nothing ended well or badly, or too little of it to speak for all. */
const Unknown = () => (
  <span className="text-ink-3">
    <span aria-hidden>–</span>
    <span className="sr-only">unknown</span>
  </span>
)
