import Link from 'next/link'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { countFlows } from '@/db/queries/list-flows'
import { type CatalogueState, catalogueAddress } from '@/lib/flow/flow-address'
import { checkFlowQuery } from '@/lib/flow/flow-query'
import { countOf } from '@/lib/format/count'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { chipsOf, withoutRange } from '@/lib/query/edit'

const CHIPS_MAX = 8

/** Nothing to show: there is no flow at all, none that the viewer may see, or the filter stands in the way. */
export async function NoFlows({ scope, list }: { scope: Scope; list: CatalogueState }) {
  const ways = chipsOf(list.q)
    .filter((chip) => chip.error === null)
    .slice(0, CHIPS_MAX)
    .map((chip) => ({ words: chip.text, q: withoutRange(list.q, chip) }))
  const counted = await answered(() =>
    countFlows(scope, [null, ...ways.map(({ q }) => checkFlowQuery(q).filter)]),
  )
  if (!counted.known) return <UnknownFlows why={counted.why} list={list} />
  const [inAll = 0, ...counts] = counted.value
  if (inAll === 0) return <FirstFlow scope={scope} />
  const helpful = ways
    .map((way, index) => ({ ...way, count: counts[index] ?? 0 }))
    .filter((way) => way.count > 0)
  return (
    <EmptyState kind="no-match" title="No flow matches">
      {helpful.length > 0 ? (
        <ul aria-label="What stands in the way" className="mx-auto mt-4 flex max-w-md flex-col gap-1.5">
          {helpful.map((way) => (
            <li key={way.words}>
              <Link
                href={catalogueAddress({ ...list, q: way.q.trim(), page: 1 })}
                className="flex min-h-9 items-center justify-between gap-4 rounded-md border border-line bg-surface px-3 text-left text-sm hover:bg-hover"
              >
                <span className="min-w-0 truncate">
                  Drop <code className="font-mono text-xs">{way.words}</code>
                </span>
                <span className="shrink-0 text-xs text-ink-3 tabular-nums">
                  {countOf(way.count, 'flow')} found
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <div className="mt-4 flex justify-center">
          <ButtonLink href={catalogueAddress({ ...list, q: '', page: 1 })}>
            Show {inAll === 1 ? 'the one flow' : `all ${countOf(inAll, 'flow')}`}
          </ButtonLink>
        </div>
      )}
    </EmptyState>
  )
}

function FirstFlow({ scope }: { scope: Scope }) {
  if (teamsFor(scope, 'execution.read')?.length === 0) {
    return (
      <EmptyState kind="unknown" title="You are in no team that has flows">
        <p>There may be flows that you may not see. Ask an owner of the organization to add you to a team.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="empty" title="No flow yet">
      <p>
        A flow is what executions are executions of: a pipeline, a job, a workflow. It appears here with the
        first execution that a source sends.
      </p>
      <div className="mt-4 flex justify-center">
        <ButtonLink variant="primary" href="/sources">
          Connect a source
        </ButtonLink>
      </div>
    </EmptyState>
  )
}

/** We could not find out, which must not look like "none". */
export function UnknownFlows({ why, list }: { why: 'too_slow' | 'unavailable'; list: CatalogueState }) {
  return (
    <EmptyState
      kind="unknown"
      title={
        why === 'too_slow' ? 'Unknown: the question took too long' : 'Unknown: the database does not answer'
      }
    >
      <p>There may well be flows that match.</p>
      <div className="mt-4 flex justify-center gap-2">
        {why === 'too_slow' && list.sort !== 'name' ? (
          <ButtonLink
            variant="primary"
            href={catalogueAddress({ ...list, sort: 'name', order: 'asc', page: 1 })}
          >
            In order of names
          </ButtonLink>
        ) : null}
        <ButtonLink href={catalogueAddress(list)}>Try again</ButtonLink>
      </div>
    </EmptyState>
  )
}

/** A page of the catalogue beyond its end. */
export function NoFlowsOnPage({ list }: { list: CatalogueState }) {
  return (
    <EmptyState kind="no-match" title="The catalogue ends before this page">
      <div className="mt-4 flex justify-center">
        <ButtonLink href={catalogueAddress({ ...list, page: 1 })}>To the first page</ButtonLink>
      </div>
    </EmptyState>
  )
}
