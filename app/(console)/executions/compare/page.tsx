import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ComparedExecution } from '@/components/compare/compared-pair'
import { ExecutionChoice } from '@/components/compare/execution-choice'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { type ExecutionDetail, getExecution } from '@/db/queries/get-execution'
import { listFlowExecutions } from '@/db/queries/get-execution-neighbours'
import { requireViewer } from '@/lib/auth/viewer'
import { compareHref } from '@/lib/compare/compare-address'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { Differences } from './differences'

export const metadata: Metadata = { title: 'Compare executions' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Two executions side by side: only what differs. */
export default async function ComparePage({ searchParams }: Props) {
  const viewer = await requireViewer()
  const { a: askedA, b: askedB } = await searchParams
  const [a, b] = await Promise.all([find(viewer, askedA), find(viewer, askedB)])
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-5 sm:px-6">
      <PageHeader
        title="Compare executions"
        description="Only what differs between the two. Times and ids of their own are left out: those differ always."
        actions={
          a && b ? (
            <ButtonLink size="sm" href={compareHref(b.id, a.id)}>
              Swap
            </ButtonLink>
          ) : null
        }
      />
      {a === null ? (
        <NotThere isAsked={Boolean(askedA)} />
      ) : (
        <Pair viewer={viewer} a={a} b={b} isAsked={Boolean(askedB)} />
      )}
    </div>
  )
}

const find = (viewer: Scope, asked: string | string[] | undefined): Promise<ExecutionDetail | null> =>
  typeof asked === 'string' && isUuid(asked) ? getExecution(viewer, asked) : Promise.resolve(null)

function Pair({
  viewer,
  a,
  b,
  isAsked,
}: {
  viewer: Scope
  a: ExecutionDetail
  b: ExecutionDetail | null
  isAsked: boolean
}) {
  const choice = (
    <Suspense fallback={<Skeleton className="h-40 w-full" />}>
      <Choice viewer={viewer} of={a} chosen={b?.id ?? null} />
    </Suspense>
  )
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2">
        <ComparedExecution title="This one" execution={a} />
        {b ? (
          <ComparedExecution title="Compared with" execution={b}>
            <details className="group -mx-4 -mb-3 border-t border-line">
              <summary className="cursor-default px-4 py-2 text-xs text-accent hover:underline">
                Choose another execution of the flow
              </summary>
              {choice}
            </details>
          </ComparedExecution>
        ) : null}
      </div>
      {b === null ? (
        <>
          {isAsked ? <NotThere isAsked /> : null}
          <section className="rounded-lg border border-line bg-surface">
            <h2 className="border-b border-line px-3 py-2 text-sm font-semibold text-ink">
              Compare with which execution of the flow?
            </h2>
            {choice}
          </section>
        </>
      ) : (
        <Suspense key={`${a.id}${b.id}`} fallback={<Skeleton className="h-72 w-full" />}>
          <Differences viewer={viewer} a={a} b={b} />
        </Suspense>
      )}
    </>
  )
}

async function Choice({ viewer, of, chosen }: { viewer: Scope; of: ExecutionDetail; chosen: string | null }) {
  const { rows, isCut } = await listFlowExecutions(viewer, of.flowId)
  if (rows.length < 2) {
    return (
      <p className="px-3 py-3 text-sm text-ink-2">
        The flow has no other execution that you may see: there is nothing to compare this one with yet.
      </p>
    )
  }
  return <ExecutionChoice of={of.id} chosen={chosen} executions={rows} isCut={isCut} />
}

function NotThere({ isAsked }: { isAsked: boolean }) {
  if (isAsked) {
    return (
      <EmptyState kind="unknown" title="This execution cannot be shown">
        There is none of that id, it is no longer kept, or it belongs to a team you are not in.
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="empty" title="No execution was chosen">
      <p>Open an execution and choose “Compare”.</p>
      <ButtonLink className="mt-3" href="/executions">
        Executions
      </ButtonLink>
    </EmptyState>
  )
}
