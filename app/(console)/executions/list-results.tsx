import { ExecutionTable } from '@/components/execution/list/execution-table'
import { LiveRefresh } from '@/components/live/live-refresh'
import { ButtonLink } from '@/components/ui/button'
import { answered } from '@/db/answered'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { listExecutions } from '@/db/queries/list-executions'
import type { Scope } from '@/lib/model/scope'
import { cursorFrom, cursorText, type ListState, listAddress } from '@/lib/query/list-address'
import { NoneOnPage, NoResults, UnknownResults } from './no-results'

/** The rows, or which of the three kinds of nothing it is. */
export async function ListResults({
  scope,
  list,
  question,
}: {
  scope: Scope
  list: ListState
  question: ExecutionQuestion
}) {
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
