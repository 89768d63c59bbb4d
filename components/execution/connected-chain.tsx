import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Badge, type BadgeTone } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { chainOrder } from '@/lib/executions/chain-order'
import { countOf } from '@/lib/format/count'
import type { Confidence } from '@/lib/model/event'
import type { ConnectedExecution, ConnectedExecutions, ExecutionEdge } from '@/lib/model/execution-edge'
import { sourceKindName } from '@/lib/model/source-kind'
import { StateBadge } from './state-badge'

/** As many as can be looked at in a line or two; the nearest ones. */
const SHOWN = 10

/** The executions of all tools that hang together with this one, in their order, and why each two do. */
export function ConnectedChain({ connected, hereId }: { connected: ConnectedExecutions; hereId: string }) {
  const { executions, edges, privateCount, isCut } = connected
  const ordered = chainOrder(executions, edges)
  const near = new Set(
    executions
      .toSorted((a, b) => a.distance - b.distance)
      .slice(0, SHOWN)
      .map(({ id }) => id),
  )
  const far = ordered.length - near.size
  const rest = [
    ...(far > 0 ? [`${countOf(far, 'execution')} further away`] : []),
    ...(privateCount > 0 ? [`${countOf(privateCount, 'private execution')} of teams you are not in`] : []),
    ...(isCut ? ['there are more than are looked at'] : []),
  ]
  return (
    <section aria-label="Connected executions" className="flex flex-col gap-1.5">
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-1.5">
        {ordered
          .filter(({ id }) => near.has(id))
          .map((each, n) => (
            <li key={each.id} className="flex min-w-0 items-center gap-1">
              {n === 0 ? null : <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />}
              <Step execution={each} isHere={each.id === hereId} />
            </li>
          ))}
      </ol>
      {rest.length === 0 ? null : <p className="text-xs text-ink-3">{rest.join(', ')}.</p>}
      <details>
        <summary className="w-fit rounded text-xs text-accent hover:underline">
          Why these belong together: {countOf(edges.length, 'link')}
        </summary>
        <Edges edges={edges} executions={executions} />
      </details>
    </section>
  )
}

function Step({ execution, isHere }: { execution: ConnectedExecution; isHere: boolean }) {
  const { id, flow, title, nativeId, attempt, state, nativeState, sourceKind, sourceName, startedAt } =
    execution
  return (
    <Link
      href={`/executions/${id}`}
      aria-current={isHere ? 'page' : undefined}
      title={`${flow} · ${title ?? nativeId}, of ${sourceName}`}
      className={clsx(
        'flex max-w-64 min-w-0 flex-col gap-0.5 rounded-md border bg-surface px-2 py-1 text-xs hover:bg-hover',
        isHere ? 'border-accent' : 'border-line hover:border-line-strong',
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5 text-ink">
        <StateBadge state={state} word={nativeState} look="icon" />
        <span className={clsx('truncate', isHere && 'font-semibold')}>{flow}</span>
        {attempt > 1 ? <span className="text-ink-3">#{attempt}</span> : null}
      </span>
      <span className="flex min-w-0 gap-1.5 text-2xs text-ink-3">
        <span className="shrink-0">{sourceKindName(sourceKind)}</span>
        <span className="truncate">{title ?? nativeId}</span>
        {startedAt === null ? null : <Time unixNano={startedAt} className="shrink-0" />}
      </span>
    </Link>
  )
}

const KIND_WORDS: Record<ExecutionEdge['kind'], string> = {
  parent: 'started',
  root: 'is the beginning of',
  retry_of: 'was retried by',
  triggered_by: 'triggered',
  link: 'is linked to',
}

const TONES: Record<Confidence, BadgeTone> = { certain: 'success', likely: 'neutral', possible: 'warning' }

function Edges({ edges, executions }: Pick<ConnectedExecutions, 'edges' | 'executions'>) {
  const nameOf = new Map(executions.map(({ id, flow }) => [id, flow]))
  return (
    <div className="relative mt-1.5 overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-left text-xs">
        <thead className="text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col">Link</th>
            <th scope="col">How sure</th>
            <th scope="col">Where it was read</th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ from, to, kind, confidence, evidence }) => (
            <tr key={`${from} ${to} ${kind} ${evidence}`} className="border-t border-line align-top">
              <td className="px-3 py-1.5 wrap-anywhere text-ink-2">
                <Name id={from} name={nameOf.get(from)} /> {KIND_WORDS[kind]}{' '}
                <Name id={to} name={nameOf.get(to)} />
              </td>
              <td className="px-3 py-1.5">
                <Badge tone={TONES[confidence]}>{confidence}</Badge>
              </td>
              <td className="px-3 py-1.5 wrap-anywhere text-ink-2">{evidence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Name = ({ id, name }: { id: string; name: string | undefined }) => (
  <Link href={`/executions/${id}`} className="text-accent underline">
    {name ?? id.slice(0, 8)}
  </Link>
)
