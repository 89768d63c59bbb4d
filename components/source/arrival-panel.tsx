'use client'

import { ArrowRight, CircleAlert, Radio, Waypoints } from 'lucide-react'
import { StateBadge } from '@/components/execution/state-badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { formatCount } from '@/lib/format/count'
import type { Arrival } from '@/lib/model/arrival'
import { totalOf } from './arrival'
import { ArrivedEvent } from './arrived-event'
import { useArrival } from './use-arrival'

/** Waits for the first event of a source and shows what it became. */
export function ArrivalPanel({ sourceId, initial }: { sourceId: string; initial: Arrival }) {
  const { arrival, isConnected } = useArrival(sourceId, initial)
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        <div role="status" className="flex flex-col gap-4">
          <Outcome arrival={arrival} isConnected={isConnected} />
        </div>
        {arrival.event ? <ArrivedEvent event={arrival.event} /> : null}
        <Counts arrival={arrival} />
      </CardBody>
    </Card>
  )
}

function Outcome({ arrival, isConnected }: { arrival: Arrival; isConnected: boolean }) {
  if (arrival.execution) return <Became execution={arrival.execution} />
  if (arrival.trace) return <TraceOnly trace={arrival.trace} />
  if (arrival.event) return <EventOnly />
  if (arrival.rejection) return <Refused rejection={arrival.rejection} />
  if (totalOf(arrival, 'stored') > 0) return <StoredOnly />
  return <Waiting isConnected={isConnected} />
}

function Waiting({ isConnected }: { isConnected: boolean }) {
  return (
    <div className="flex flex-col items-center py-6 text-center">
      <span className="relative flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent">
        <span aria-hidden className="absolute inset-0 animate-shimmer rounded-full ring-4 ring-accent/20" />
        <Radio aria-hidden className="size-5" />
      </span>
      <h2 className="mt-4 text-base font-semibold text-ink">Waiting for the first event</h2>
      <p className="mt-1 text-sm text-ink-3">
        {isConnected
          ? 'This page notices by itself, usually within two seconds.'
          : 'The server cannot be reached; trying again.'}
      </p>
    </div>
  )
}

function Became({ execution }: { execution: NonNullable<Arrival['execution']> }) {
  return (
    <>
      <div>
        <p className="text-xs font-medium text-ink-3">It arrived and became an execution</p>
        <h2 className="mt-1 text-lg font-semibold break-words text-ink">{execution.flow}</h2>
        {execution.title ? <p className="text-sm break-words text-ink-2">{execution.title}</p> : null}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <StateBadge state={execution.state} word={execution.nativeState} look="filled" />
        {execution.isBroken && execution.failedTask ? (
          <span className="text-sm text-ink-2">
            failed first in <strong className="font-medium text-ink">{execution.failedTask}</strong>
          </span>
        ) : null}
      </div>
      <ButtonLink variant="primary" size="lg" href={`/executions/${execution.id}`} className="w-full">
        {execution.isBroken && execution.failedTask ? 'See why it failed' : 'Open the execution'}
        <ArrowRight aria-hidden />
      </ButtonLink>
    </>
  )
}

function TraceOnly({ trace }: { trace: NonNullable<Arrival['trace']> }) {
  return (
    <>
      <div className="flex gap-3">
        <Waypoints aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
        <div className="min-w-0">
          <h2 className="text-base font-semibold text-ink">A trace arrived, but no execution</h2>
          <p className="mt-1 text-sm break-words text-ink-2">
            {trace.rootName ? `“${trace.rootName}” ` : 'It '}
            looks like a request that was served, which is no execution of a flow. On the source's page you
            can choose that every trace becomes one.
          </p>
        </div>
      </div>
      <ButtonLink
        variant="primary"
        size="lg"
        href={`/traces/${trace.id.replaceAll('-', '')}`}
        className="w-full"
      >
        Open the trace
        <ArrowRight aria-hidden />
      </ButtonLink>
    </>
  )
}

function Refused({ rejection }: { rejection: NonNullable<Arrival['rejection']> }) {
  return (
    <div className="flex gap-3">
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-failed" />
      <div className="min-w-0">
        <h2 className="text-base font-semibold text-ink">Something arrived, but was rejected</h2>
        <p className="mt-1 text-sm break-words text-ink-2">{rejection.message}</p>
        {rejection.path ? (
          <code className="mt-1 block text-xs break-all text-ink-3">{rejection.path}</code>
        ) : null}
      </div>
    </div>
  )
}

function EventOnly() {
  return (
    <div>
      <h2 className="text-base font-semibold text-ink">An event arrived, but no execution yet</h2>
      <p className="mt-1 text-sm text-ink-2">
        The connection works. What it said is below; the next run of a flow becomes an execution.
      </p>
    </div>
  )
}

function StoredOnly() {
  return (
    <div>
      <h2 className="text-base font-semibold text-ink">Something arrived and is stored</h2>
      <p className="mt-1 text-sm text-ink-2">
        It belongs to no trace yet: log records alone do not make an execution.
      </p>
    </div>
  )
}

function Counts({ arrival }: { arrival: Arrival }) {
  const rejected = totalOf(arrival, 'rejected')
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 border-t border-line pt-3 text-sm">
      <Count label="Stored" value={totalOf(arrival, 'stored')} />
      <Count label="Duplicate" value={totalOf(arrival, 'duplicate')} />
      <Count label="Rejected" value={rejected} isBad={rejected > 0} />
      <Count label="Redacted" value={totalOf(arrival, 'redacted')} />
    </dl>
  )
}

function Count({ label, value, isBad = false }: { label: string; value: number; isBad?: boolean }) {
  return (
    <div className="flex items-baseline justify-between gap-2">
      <dt className="text-ink-3">{label}</dt>
      <dd className={`font-medium tabular-nums ${isBad ? 'text-failed' : 'text-ink'}`}>
        {formatCount(value)}
      </dd>
    </div>
  )
}
