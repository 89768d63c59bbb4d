import { cookies } from 'next/headers'
import { ExecutionTable } from '@/components/execution/list/execution-table'
import { PeekPanel } from '@/components/execution/list/peek/peek-panel'
import { FilterBar } from '@/components/filter/filter-bar'
import { RangePicker } from '@/components/filter/range-picker'
import { LiveRefresh } from '@/components/live/live-refresh'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { listExecutions } from '@/db/queries/list-executions'
import { flowTabHref } from '@/lib/flow/flow-address'
import { PREFERENCE_COOKIES, peekShareFrom } from '@/lib/format/preferences'
import type { FlowDetail } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { withPart } from '@/lib/query/edit'
import { checkQuery } from '@/lib/query/filter'
import { cursorFrom, cursorText } from '@/lib/query/list-address'
import { printTerm } from '@/lib/query/print'
import { windowFrom } from '@/lib/query/window'
import type { FlowAddress } from './search-params'
import { Unknown } from './unknown'

type Props = { scope: Scope; flow: FlowDetail; address: FlowAddress }

/** The executions of this flow alone, by the same filter language. */
export async function FlowExecutions(props: Props) {
  const jar = await cookies()
  return (
    <div className="flex min-w-0">
      <section aria-label="Executions" className="flex min-w-0 flex-1 flex-col gap-3">
        <div className="flex flex-wrap items-start gap-2">
          <FilterBar />
          <RangePicker />
        </div>
        <Rows {...props} />
      </section>
      <PeekPanel share={peekShareFrom(jar.get(PREFERENCE_COOKIES.peek)?.value)} />
    </div>
  )
}

async function Rows({ scope, flow, address }: Props) {
  const { q, range } = address
  const before = cursorFrom(address.before)
  const question = { filter: checkQuery(q).filter, window: windowFrom(range, Date.now()), flowId: flow.id }
  const at = (change: Record<string, string>) =>
    flowTabHref(flow.id, 'executions', { ...(q === '' ? {} : { q }), range, ...change })
  const found = await answered(() => listExecutions(scope, question, before))
  if (!found.known) return <Unknown why={found.why} href={at({})} />
  const { rows, next } = found.value
  const [first] = rows
  if (!first) return <NoRows flow={flow} isFiltered={q !== '' || before !== null} range={range} />
  return (
    <>
      <ExecutionTable
        rows={rows}
        question={{ q: withPart(termsOf(flow), q), range }}
        newest={before ? null : cursorText(first)}
        skipped={before !== null}
      />
      <nav aria-label="Pages of the list" className="flex items-center justify-end gap-2">
        {before ? (
          <ButtonLink size="sm" href={at({})}>
            Newest
          </ButtonLink>
        ) : null}
        {next ? (
          <ButtonLink size="sm" href={at({ before: cursorText(next) })}>
            Older
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}

/** The flow in the words of the filter: what the list asks by when it looks for new rows. */
function termsOf(flow: FlowDetail): string {
  const terms = [
    printTerm({ key: 'flow', values: [flow.name] }),
    printTerm({ key: 'source', values: [flow.sourceSlug] }),
    ...(flow.namespace === '' ? [] : [printTerm({ key: 'namespace', values: [flow.namespace] })]),
  ]
  return terms.join(' ')
}

function NoRows({ flow, isFiltered, range }: { flow: FlowDetail; isFiltered: boolean; range: string }) {
  if (flow.latest === null) {
    return (
      <>
        <LiveRefresh topics={[`source:${flow.sourceId}`]} />
        <EmptyState kind="empty" title="No execution is kept" />
      </>
    )
  }
  return (
    <EmptyState kind="no-match" title="No execution of this flow matches">
      <div className="mt-4 flex justify-center gap-2">
        {isFiltered ? (
          <ButtonLink href={flowTabHref(flow.id, 'executions', { range })}>Drop the filter</ButtonLink>
        ) : null}
        {range === 'all' ? null : (
          <ButtonLink href={flowTabHref(flow.id, 'executions', { range: 'all' })}>
            Look at all of time
          </ButtonLink>
        )}
      </div>
    </EmptyState>
  )
}
