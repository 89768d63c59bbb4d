import { type AuditChoices, AuditFilterBar } from '@/components/audit/audit-filter-bar'
import { AuditList } from '@/components/audit/audit-list'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import {
  type AuditValue,
  countAuditEntries,
  countAuditValues,
  listAuditEntries,
} from '@/db/queries/list-audit-entries'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { targetKindName } from '@/lib/format/audit-words'
import { formatCount } from '@/lib/format/count'
import { type AuditAddress, auditFilterOf, auditHref, isNarrowed } from '@/lib/input/audit-address'
import type { Scope } from '@/lib/model/scope'

const PAGE = 50

/** The entries that are asked for, with what they can be narrowed to, and the way to older ones. */
export async function Results({ scope, address }: { scope: Scope; address: AuditAddress }) {
  const filter = auditFilterOf(address, Date.now())
  const [found, counted, values, teams] = await Promise.all([
    answered(() => listAuditEntries(scope, filter, PAGE)),
    answered(() => countAuditEntries(scope, filter)),
    answered(() => countAuditValues(scope)),
    listTeamsWith(scope, 'audit.read'),
  ])
  const bar = <AuditFilterBar choices={choicesOf(values.known ? values.value : [], teams)} />
  if (!found.known)
    return (
      <>
        {bar}
        <EmptyState kind="unknown" title="The entries could not be read">
          <p>{found.why}</p>
        </EmptyState>
      </>
    )
  const shown = found.value.slice(0, PAGE)
  return (
    <>
      {bar}
      {counted.known && shown.length > 0 ? (
        <Total of={counted.value} isNarrowed={isNarrowed(address)} />
      ) : null}
      {shown.length === 0 ? <Nothing address={address} /> : <AuditList entries={shown} address={address} />}
      <nav aria-label="Older and newer entries" className="flex justify-between gap-2">
        {address.after === '' ? (
          <span />
        ) : (
          <ButtonLink size="sm" href={auditHref({}, address)}>
            Newest
          </ButtonLink>
        )}
        {found.value.length > PAGE ? (
          <ButtonLink size="sm" href={auditHref({ after: String(shown.at(-1)?.seq ?? '') }, address)}>
            Older entries
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}

function Total({
  of: { count, isMore },
  isNarrowed: is,
}: {
  of: { count: number; isMore: boolean }
  isNarrowed: boolean
}) {
  const number = `${formatCount(count)}${isMore ? '+' : ''}`
  return (
    <p role="status" className="text-xs text-ink-3">
      {number} {count === 1 ? 'entry' : 'entries'}
      {is ? (count === 1 ? ' matches' : ' match') : ''}
    </p>
  )
}

function Nothing({ address }: { address: AuditAddress }) {
  if (isNarrowed(address) || address.after !== '')
    return (
      <EmptyState kind="no-match" title="No entry matches">
        <p>Of the entries that you may read, none has all of this.</p>
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          {address.range === 'all' ? null : (
            <ButtonLink size="sm" href={auditHref({ range: 'all' }, address)}>
              Look at any time
            </ButtonLink>
          )}
          <ButtonLink size="sm" href="/audit">
            Show all of them
          </ButtonLink>
        </div>
      </EmptyState>
    )
  return (
    <EmptyState kind="empty" title="Nothing is written yet">
      <p>
        What people, tokens and Runledger itself do is written here: sign-ins, members, roles, tokens,
        sources, rules, exports, changes of flows, and who read this log.
      </p>
    </EmptyState>
  )
}

function choicesOf(values: readonly AuditValue[], teams: { id: string; name: string }[]): AuditChoices {
  const of = (key: AuditValue['key'], nameOf: (value: AuditValue) => string) =>
    values
      .filter((each) => each.key === key)
      .map((each) => ({ id: each.value, name: nameOf(each) }))
      .toSorted((a, b) => a.name.localeCompare(b.name))
  const actions = of('action', ({ value }) => value)
  const nouns = [...new Set(actions.map(({ id }) => id.slice(0, id.indexOf('.'))))]
  return {
    actions: [...nouns.map((noun) => ({ id: noun, name: `${noun}.*` })), ...actions].toSorted((a, b) =>
      a.name.localeCompare(b.name),
    ),
    actors: of('actor', ({ value, name }) => name ?? value.slice(0, 8)),
    kinds: of('targetKind', ({ value }) => targetKindName(value)),
    teams: teams.map(({ id, name }) => ({ id, name })),
  }
}
