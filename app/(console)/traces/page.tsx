import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Suspense } from 'react'
import { RefreshButton } from '@/components/live/refresh-button'
import { TraceFilter } from '@/components/trace/trace-filter'
import { TraceTable } from '@/components/trace/trace-table'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { listTraces } from '@/db/queries/list-traces'
import { requireViewer } from '@/lib/auth/viewer'
import type { Scope } from '@/lib/model/scope'
import { parseTraceId } from '@/lib/model/trace-id'
import { parseAttributeTerm } from '@/lib/query/attribute-term'
import { windowFrom } from '@/lib/query/window'
import { loadTraceParams, parseTraceCursor, type TraceAddress, tracesHref } from './search-params'

export const metadata: Metadata = { title: 'Traces' }

/** Every trace that came, whether or not anything was recognised in it. */
export default async function TracesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const viewer = await requireViewer()
  const address = await loadTraceParams(searchParams)
  const pasted = parseTraceId(address.q)
  if (pasted) redirect(`/traces/${pasted.hex}`)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-5 sm:px-6">
      <PageHeader
        title="Traces"
        description="Everything that was received, newest first, whether or not an execution was recognised in it."
        actions={<RefreshButton />}
      />
      <TraceFilter />
      <Suspense key={JSON.stringify(address)} fallback={<ListSkeleton />}>
        <Traces viewer={viewer} address={address} />
      </Suspense>
    </div>
  )
}

async function Traces({ viewer, address }: { viewer: Scope; address: TraceAddress }) {
  const nowMs = Date.now()
  const { fromMs, toMs } = windowFrom(address.range, nowMs)
  const filter = {
    since: new Date(fromMs),
    // Clocks of senders may be a little ahead.
    until: new Date(toMs ?? nowMs + 86_400_000),
    text: address.q,
    errorsOnly: address.errors,
    atLeastMs: address.min,
    withOwn: address.own,
    attribute: parseAttributeTerm(address.attr),
  }
  const { rows, next, searchedSince } = await listTraces(viewer, filter, parseTraceCursor(address.after))
  if (address.attr !== '' && filter.attribute === null) return <BadAttribute />
  const rest =
    searchedSince === null ? null : <NotSearched since={searchedSince} from={fromMs} address={address} />
  if (rows.length === 0) return rest ?? <NoTraces address={address} />
  return (
    <>
      <TraceTable traces={rows} />
      {rest}
      <nav aria-label="Older and newer traces" className="flex justify-between gap-2">
        {address.after ? (
          <ButtonLink size="sm" href={tracesHref(address, {})}>
            Newest
          </ButtonLink>
        ) : (
          <span />
        )}
        {next ? (
          <ButtonLink size="sm" href={tracesHref(address, { after: `${next.startedAt}_${next.traceId}` })}>
            Older traces
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}

/** Older spans were not looked at: that is not the same as that they do not match. */
function NotSearched({ since, from, address }: { since: string; from: number; address: TraceAddress }) {
  const older = `${Math.floor(from)}-${Date.parse(since)}`
  return (
    <EmptyState kind="unknown" title="Only the newest part of the range was searched" level={3}>
      <p>
        Attributes are looked up by reading spans, and more of them are stored than one search may read.
        Searched since <Time absolute iso={since} />; what is older is not known.
      </p>
      <ButtonLink size="sm" className="mt-3" href={tracesHref(address, { range: older })}>
        Search what is older
      </ButtonLink>
    </EmptyState>
  )
}

function BadAttribute() {
  return (
    <EmptyState kind="no-match" title="An attribute is written key=value" level={3}>
      For example <code>db.table=orders</code>, <code>user.id=42</code> or <code>http.route="/v1/users"</code>
      .
    </EmptyState>
  )
}

function NoTraces({ address }: { address: TraceAddress }) {
  const isNarrowed = address.q !== '' || address.errors || address.min > 0 || address.attr !== ''
  if (isNarrowed) {
    return (
      <EmptyState kind="no-match" title="No trace matches">
        <p>Nothing in this range has all that is asked for.</p>
        <ButtonLink
          size="sm"
          className="mt-3"
          href={tracesHref(address, { q: '', attr: '', errors: false, min: 0 })}
        >
          Drop the filters
        </ButtonLink>
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="empty" title="No trace in this range">
      <p>
        Traces appear here as soon as a source sends spans. Spans are kept for 14 days unless an owner changed
        it.
      </p>
      <div className="mt-3 flex justify-center gap-2">
        {address.range === '30d' ? null : (
          <ButtonLink size="sm" href={tracesHref(address, { range: '30d' })}>
            Look at 30 days
          </ButtonLink>
        )}
        <ButtonLink size="sm" href="/sources">
          See the sources
        </ButtonLink>
      </div>
    </EmptyState>
  )
}

function ListSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-2">
      {Array.from({ length: 8 }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey rows have no identity
        <Skeleton key={n} className="h-9 w-full" />
      ))}
    </div>
  )
}
