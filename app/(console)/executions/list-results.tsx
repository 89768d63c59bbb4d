import { ExecutionTable } from '@/components/execution/list/execution-table'
import { LiveRefresh } from '@/components/live/live-refresh'
import { ButtonLink } from '@/components/ui/button'
import { answered } from '@/db/answered'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { listExecutions } from '@/db/queries/list-executions'
import { listSlowestExecutions, SLOWEST_AMONG } from '@/db/queries/list-slowest-executions'
import { formatCount } from '@/lib/format/count'
import type { Scope } from '@/lib/model/scope'
import { cursorFrom, cursorText, type ListState, listAddress } from '@/lib/query/list-address'
import { NoneOnPage, NoResults, UnknownResults } from './no-results'

type Props = { scope: Scope; list: ListState; question: ExecutionQuestion }

/** The rows, or which of the three kinds of nothing it is. */
export async function ListResults({ scope, list, question }: Props) {
  if (list.sort === 'slowest') return <SlowestResults scope={scope} list={list} question={question} />
  const before = cursorFrom(list.before)
  const found = await answered(() => listExecutions(scope, question, before))
  if (!found.known) return <UnknownResults why={found.why} list={list} />
  const { rows, next } = found.value
  const [first] = rows
  if (!first) {
    if (before) return <NoneOnPage list={list} />
    return (
      <>
        <LiveRefresh topics={['executions']} />
        <NoResults scope={scope} list={list} question={question} />
      </>
    )
  }
  return (
    <>
      <ExecutionTable
        rows={rows}
        question={{ q: list.q, range: list.range }}
        newest={before ? null : cursorText(first)}
        skipped={before !== null}
      />
      <nav aria-label="Pages of the list" className="mt-3 flex items-center justify-end gap-2">
        {before ? (
          <ButtonLink size="sm" href={listAddress({ ...list, before: '' })}>
            Newest
          </ButtonLink>
        ) : null}
        {next ? (
          <ButtonLink size="sm" href={listAddress({ ...list, before: cursorText(next) })}>
            Older
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}

/** One page of those that took longest; what it leaves out is said, and how to look at it. */
async function SlowestResults({ scope, list, question }: Props) {
  const found = await answered(() => listSlowestExecutions(scope, question))
  if (!found.known) return <UnknownResults why={found.why} list={list} />
  const { rows, isCut } = found.value
  if (rows.length === 0) return <NoResults scope={scope} list={list} question={question} />
  return (
    <>
      <ExecutionTable rows={rows} question={{ q: list.q, range: list.range }} newest={null} skipped={false} />
      <p className="mt-3 flex flex-wrap items-center justify-end gap-x-3 gap-y-1 text-xs text-ink-3">
        {isCut
          ? `The slowest ${rows.length} of the newest ${formatCount(SLOWEST_AMONG)}. A shorter time looks at all of it.`
          : `The slowest ${rows.length} of this time.`}
        <ButtonLink size="sm" href={listAddress({ ...list, sort: 'newest' })}>
          Newest first
        </ButtonLink>
      </p>
    </>
  )
}
