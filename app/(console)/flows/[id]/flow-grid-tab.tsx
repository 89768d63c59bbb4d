import Link from 'next/link'
import { FlowGrid } from '@/components/flow/flow-grid'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { listFlowDays } from '@/db/queries/get-flow'
import { GRID_COLUMNS, GRID_ROWS, getFlowGrid } from '@/db/queries/get-flow-grid'
import { listVersionMarks } from '@/db/queries/list-version-marks'
import { quantileOf } from '@/lib/charts/duration-buckets'
import { flowTabHref } from '@/lib/flow/flow-address'
import { figuresOf } from '@/lib/flow/key-figures'
import { versionLines } from '@/lib/flow/version-lines'
import { countOf } from '@/lib/format/count'
import type { FlowDetail } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { cursorFrom, cursorText } from '@/lib/query/list-address'
import type { FlowAddress } from './search-params'
import { Unknown } from './unknown'

const USUAL_DAYS = 30

/** Executions × tasks, a page of each. */
export async function FlowGridTab({
  scope,
  flow,
  address,
}: {
  scope: Scope
  flow: FlowDetail
  address: FlowAddress
}) {
  const before = cursorFrom(address.before)
  const isBrokenOnly = address.broken === '1'
  const page = Math.max(1, address.page)
  const found = await answered(() =>
    Promise.all([
      getFlowGrid(scope, flow.id, { before, page, isBrokenOnly }),
      listFlowDays(scope, flow.id, USUAL_DAYS),
      listVersionMarks(scope, flow.id, before === null ? null : new Date(before.occurredAt)),
    ]),
  )
  if (!found.known) return <Unknown why={found.why} href={flowTabHref(flow.id, 'grid')} />
  const [grid, days, marks] = found.value
  if (grid.columns.length === 0) return <NoColumns flowId={flow.id} isLater={before !== null} />
  const { durations } = figuresOf(days, 0, Date.now())
  const usual = { p50Ms: quantileOf(durations, 0.5), p95Ms: quantileOf(durations, 0.95) }
  const at = (change: { page?: number; before?: string; broken?: boolean }) => {
    const next = { page: 1, before: address.before, broken: isBrokenOnly, ...change }
    return flowTabHref(flow.id, 'grid', {
      ...(next.page > 1 ? { page: String(next.page) } : {}),
      ...(next.before === '' ? {} : { before: next.before }),
      ...(next.broken ? { broken: '1' } : {}),
    })
  }
  const hasLower = page * GRID_ROWS < grid.rowCount
  return (
    <section aria-label="Grid" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto text-xs text-ink-3 tabular-nums">
          {countOf(grid.rowCount, 'task')} in {countOf(grid.columns.length, 'execution')}, newest right
        </p>
        <Link
          href={at({ broken: !isBrokenOnly })}
          scroll={false}
          aria-current={isBrokenOnly ? 'true' : undefined}
          className="flex h-7 items-center rounded-md border border-line-strong px-2.5 text-xs font-medium text-ink hover:bg-hover aria-[current]:bg-ink aria-[current]:text-ink-inverse"
        >
          Only tasks that broke
        </Link>
        {grid.older ? (
          <ButtonLink size="sm" href={at({ before: cursorText(grid.older) })} scroll={false}>
            Older {GRID_COLUMNS}
          </ButtonLink>
        ) : null}
        {before ? (
          <ButtonLink size="sm" href={at({ before: '' })} scroll={false}>
            Newest
          </ButtonLink>
        ) : null}
      </div>
      {grid.rows.length === 0 ? (
        <NoRows isBrokenOnly={isBrokenOnly} isLower={page > 1} href={at({ broken: false })} />
      ) : (
        <FlowGrid
          columns={grid.columns}
          rows={grid.rows}
          usual={usual}
          versions={versionLines(grid.columns, marks)}
        />
      )}
      {page > 1 || hasLower ? (
        <nav aria-label="Pages of tasks" className="flex items-center justify-end gap-2">
          {page > 1 ? (
            <ButtonLink size="sm" href={at({ page: page - 1 })} scroll={false}>
              Previous tasks
            </ButtonLink>
          ) : null}
          {hasLower ? (
            <ButtonLink size="sm" href={at({ page: page + 1 })} scroll={false}>
              More tasks
            </ButtonLink>
          ) : null}
        </nav>
      ) : null}
    </section>
  )
}

function NoColumns({ flowId, isLater }: { flowId: string; isLater: boolean }) {
  if (!isLater) return <EmptyState kind="empty" title="No execution is kept" />
  return (
    <EmptyState kind="no-match" title="No older executions">
      <div className="mt-4 flex justify-center">
        <ButtonLink href={flowTabHref(flowId, 'grid')}>To the newest</ButtonLink>
      </div>
    </EmptyState>
  )
}

function NoRows({ isBrokenOnly, isLower, href }: { isBrokenOnly: boolean; isLower: boolean; href: string }) {
  if (!isBrokenOnly && !isLower) {
    return (
      <EmptyState kind="empty" title="No steps were told apart">
        <p>
          The source sent nothing that stands for a step of these executions. A step is a direct child span of
          the execution’s own span, or a span with the attributes of a task run.
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      kind="no-match"
      title={isLower ? 'There are fewer tasks' : 'No task broke in these executions'}
    >
      <div className="mt-4 flex justify-center">
        <ButtonLink href={href}>Show all tasks</ButtonLink>
      </div>
    </EmptyState>
  )
}
