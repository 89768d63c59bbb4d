'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { AttributeList, GroupedAttributes } from '@/components/attributes/attribute-list'
import { StateBadge } from '@/components/execution/state-badge'
import { Badge } from '@/components/ui/badge'
import { ButtonLink, IconButton } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { formatDuration, formatNanos } from '@/lib/format/duration'
import type { SpanView } from '@/lib/timeline/span-view'
import type { PackedStep } from '@/lib/timeline/trace-spans'
import { SpanEvents, SpanLinks } from './span-events'
import { useSpan } from './use-span'

type Props = {
  traceId: string
  spanId: string
  revision: string
  step: PackedStep | null
  /** Offset of the span from the start of the trace, in nanoseconds. */
  startsAt: number | null
  logsHref: string | null
  onClose: () => void
}

/** Everything that was sent about one span. */
export function SpanInspector(props: Props) {
  const { span, error } = useSpan(props.traceId, props.spanId, props.revision)
  return (
    <section
      aria-label="Selected step"
      aria-busy={span === null && error === null}
      className="flex max-h-full min-h-0 flex-col rounded-lg border border-line bg-surface max-lg:rounded-b-none max-lg:shadow-popup"
    >
      <header className="flex items-start gap-2 border-b border-line py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold wrap-anywhere text-ink">
            {span ? span.name || '(no name)' : error ? 'Span' : <Loading />}
          </h2>
          <Summary {...props} span={span} />
        </div>
        <IconButton size="sm" label="Close" onClick={props.onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-col gap-5 overflow-y-auto px-4 py-3">
        {error ? <p className="text-sm text-warning">{error}</p> : null}
        {span ? <Body span={span} traceId={props.traceId} /> : error ? null : <BodySkeleton />}
      </div>
      {props.logsHref ? (
        <footer className="border-t border-line px-4 py-2">
          <ButtonLink href={props.logsHref} scroll={false} size="sm">
            Logs of this step
          </ButtonLink>
        </footer>
      ) : null}
    </section>
  )
}

function Summary({ span, step, startsAt }: Props & { span: SpanView | null }) {
  if (!span) return null
  const isOpen = span.endUnixNano === '0'
  const lasted = BigInt(span.endUnixNano) - BigInt(span.startUnixNano)
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
      {step ? <StateBadge state={step.state} /> : null}
      {span.statusCode === 2 ? <Badge tone="danger">error</Badge> : null}
      <span className="text-ink tabular-nums">
        {isOpen ? 'not ended' : lasted < 0n ? 'ends before it starts' : formatNanos(lasted)}
      </span>
      {startsAt === null ? null : <span className="tabular-nums">at +{formatDuration(startsAt / 1e6)}</span>}
      <Time absolute unixNano={span.startUnixNano} />
    </p>
  )
}

function Body({ span, traceId }: { span: SpanView; traceId: string }) {
  return (
    <>
      {span.statusMessage ? (
        <p className="rounded-md bg-failed/10 px-3 py-2 text-sm wrap-anywhere whitespace-pre-wrap text-failed">
          {span.statusMessage}
        </p>
      ) : null}
      {span.events.length > 0 || span.droppedEventsCount > 0 ? (
        <Part title="Events" count={span.events.length}>
          <SpanEvents span={span} />
        </Part>
      ) : null}
      <Part title="Attributes" count={span.attributes.length}>
        {span.attributes.length === 0 ? <None>The sender gave this span no attributes.</None> : null}
        <GroupedAttributes rows={span.attributes} />
        <AttributeList rows={[]} dropped={span.droppedAttributesCount} />
      </Part>
      {span.links.length > 0 || span.droppedLinksCount > 0 ? (
        <Part title="Links" count={span.links.length}>
          <SpanLinks span={span} />
        </Part>
      ) : null}
      <Part title="Resource" count={span.resource.length}>
        <AttributeList rows={span.resource} dropped={span.resourceDroppedAttributesCount} />
      </Part>
      <Part title="Span">
        <Facts span={span} traceId={traceId} />
      </Part>
    </>
  )
}

function Facts({ span, traceId }: { span: SpanView; traceId: string }) {
  const scope = [span.scopeName, span.scopeVersion].filter(Boolean).join(' ')
  const status = ['unset', 'ok', 'error'][span.statusCode] ?? String(span.statusCode)
  const facts: [string, string, boolean?][] = [
    ['Span id', span.spanId, true],
    ['Parent id', span.parentSpanId ?? '', true],
    ['Trace id', traceId, true],
    ['Kind', span.kindWord],
    ['Status', status],
    ['Source', span.sourceName],
    ['Read as', span.dialect ?? ''],
    ['Scope', scope],
    ['Trace state', span.traceState ?? ''],
    ['Flags', span.flags === 0 ? '' : `0x${span.flags.toString(16)}`],
  ]
  return (
    <>
      <dl className="divide-y divide-line">
        {facts
          .filter(([, value]) => value !== '')
          .map(([title, value, isCopied]) => (
            <div
              key={title}
              className="grid min-h-7 grid-cols-[minmax(0,2fr)_minmax(0,3fr)_1.75rem] items-center gap-2"
            >
              <dt className="text-xs text-ink-3">{title}</dt>
              <dd className={`text-xs wrap-anywhere text-ink ${isCopied ? 'font-mono' : ''}`}>{value}</dd>
              <dd>{isCopied ? <CopyButton value={value} label={title.toLowerCase()} /> : null}</dd>
            </div>
          ))}
      </dl>
      {span.scope.length > 0 ? <AttributeList rows={span.scope} /> : null}
    </>
  )
}

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 flex items-baseline gap-2 text-sm font-semibold text-ink">
        {title}
        {count === undefined ? null : (
          <span className="text-xs font-normal text-ink-3 tabular-nums">{count}</span>
        )}
      </h3>
      {children}
    </section>
  )
}

const None = ({ children }: { children: ReactNode }) => <p className="text-xs text-ink-3">{children}</p>

function Loading() {
  return (
    <>
      <span className="sr-only">Loading the span</span>
      <Skeleton className="my-1 h-4 w-48" />
    </>
  )
}

function BodySkeleton() {
  return ['w-2/3', 'w-full', 'w-5/6', 'w-full', 'w-1/2'].map((width, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
    <Skeleton key={n} className={`h-3.5 shrink-0 ${width}`} />
  ))
}
