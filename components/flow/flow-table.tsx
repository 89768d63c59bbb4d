import clsx from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import { type CatalogueState, catalogueAddress, type FlowSort, sortedBy } from '@/lib/flow/flow-address'
import { shownFlow } from '@/lib/flow/shown-flow'
import type { ListedFlow } from '@/lib/model/listed-flow'
import { FlowTableRows } from './flow-table-rows'

const COLUMNS: { title: string; sort: FlowSort | null; className: string }[] = [
  { title: 'Flow', sort: 'name', className: '' },
  { title: 'Owner', sort: null, className: 'w-28 @max-5xl:hidden' },
  { title: 'Newest executions', sort: 'last', className: 'w-34 @4xl:w-64 @max-xl:hidden' },
  { title: 'Executions', sort: 'executions', className: 'w-22 text-right @max-2xl:hidden' },
  { title: 'Success', sort: 'success', className: 'w-18 text-right' },
  { title: 'p50', sort: null, className: 'w-21 text-right @max-4xl:hidden' },
  { title: 'p95', sort: 'p95', className: 'w-21 text-right @max-xl:hidden' },
  { title: 'Last error', sort: null, className: 'w-[20%] @max-3xl:hidden' },
]

/** The catalogue: for each flow how it has been lately, what broke last, and when it usually runs. */
export function FlowTable({ rows, list }: { rows: ListedFlow[]; list: CatalogueState }) {
  return (
    <div className="@container relative">
      <div className="relative overflow-clip rounded-lg border border-line bg-surface shadow-card">
        <table className="w-full table-fixed border-collapse text-left text-sm">
          <caption className="sr-only">
            Flows, with their newest executions and their figures of the last {list.days} days
          </caption>
          <thead className="sticky top-12 z-10 bg-surface shadow-[inset_0_-1px_var(--line)]">
            <tr className="h-9 text-xs text-ink-3">
              {COLUMNS.map(({ title, sort, className }) => (
                <th
                  key={title}
                  scope="col"
                  aria-sort={
                    sort !== list.sort ? undefined : list.order === 'asc' ? 'ascending' : 'descending'
                  }
                  className={clsx('truncate px-2 font-medium first:pl-4 last:pr-4', className)}
                >
                  {sort === null ? title : <SortLink title={title} sort={sort} list={list} />}
                </th>
              ))}
            </tr>
          </thead>
          <FlowTableRows rows={rows.map(shownFlow)} />
        </table>
      </div>
    </div>
  )
}

function SortLink({ title, sort, list }: { title: string; sort: FlowSort; list: CatalogueState }) {
  const Arrow = list.order === 'asc' ? ArrowUp : ArrowDown
  return (
    <Link
      href={catalogueAddress(sortedBy(list, sort))}
      scroll={false}
      prefetch={false}
      className={clsx(
        '-mx-1 inline-flex h-6 items-center gap-0.5 rounded px-1 hover:text-ink',
        sort === list.sort && 'text-ink',
      )}
    >
      {title}
      {sort === list.sort ? <Arrow aria-hidden className="size-3" /> : null}
    </Link>
  )
}
