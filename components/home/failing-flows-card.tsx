import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import { SampleBadge } from '@/components/sample/sample-badge'
import { buttonClass } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { flowHref } from '@/lib/flow/flow-address'
import { countOf, formatCount } from '@/lib/format/count'
import { FAILING_FLOWS } from '@/lib/format/verdict'
import { driftHref } from '@/lib/input/drift-address'
import type { FailingFlow, FailingFlows } from '@/lib/model/home'
import { sourceKindName } from '@/lib/model/source-kind'

/** The flows whose newest execution is broken: who, since when, how often, and the words of the error. */
export function FailingFlowsCard({
  failing,
  isHeard,
  drifted,
}: {
  failing: FailingFlows
  isHeard: boolean
  /** Flows that are ahead of Git or have diverged from it. */
  drifted: number
}) {
  const { total, worst } = failing
  return (
    <Card aria-label="Needs attention" className="min-w-0 overflow-hidden">
      <CardHeader
        title="Needs attention"
        description="Flows whose newest execution is broken, those of the last day first."
        actions={
          total > worst.length ? (
            <Link href={FAILING_FLOWS} className={buttonClass('secondary', 'sm')}>
              All {formatCount(total)}
            </Link>
          ) : null
        }
      />
      {worst.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-ink-3">
          {isHeard
            ? 'The newest execution of every flow did what it was there for.'
            : 'No flow is known to fail, but nothing has been heard in the last 24 hours.'}
        </p>
      ) : (
        <ol>
          {worst.map((flow) => (
            <FailingRow key={flow.id} flow={flow} />
          ))}
        </ol>
      )}
      {drifted === 0 ? null : (
        <p className="border-t border-line px-4 py-2.5 text-sm">
          <Link href={driftHref({ state: 'edited' })} className="font-medium text-ink hover:underline">
            {countOf(drifted, 'flow')} drifted
          </Link>
          <span className="text-ink-3"> from Git: edited in the tool, and the branch does not have it</span>
        </p>
      )}
    </Card>
  )
}

function FailingRow({ flow }: { flow: FailingFlow }) {
  const words = flow.error ?? flow.errorType
  return (
    <li className="relative border-t border-line px-4 py-2.5 first:border-t-0 hover:bg-hover">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
        <StateBadge state={flow.state} />
        <Link
          href={flowHref(flow.id)}
          prefetch={false}
          className="relative z-10 min-w-0 truncate rounded text-sm font-medium text-ink hover:underline"
        >
          {flow.namespace ? <span className="font-normal text-ink-3">{flow.namespace} / </span> : null}
          {flow.name}
        </Link>
        <span className="text-xs text-ink-3">
          {flow.team} · {sourceKindName(flow.sourceKind)}
        </span>
        <SampleBadge isSample={flow.isSample} />
        <span className="ml-auto text-xs whitespace-nowrap text-ink-2 tabular-nums">
          {flow.inARow > 1 ? (
            <>
              {flow.inARow}
              {flow.isLonger ? '+' : ''} in a row, since{' '}
            </>
          ) : (
            'since '
          )}
          <span className="relative z-10">
            <Time iso={flow.since} />
          </span>
        </span>
      </div>
      {/* The link covers the row: one target for the mouse, one stop for the keyboard. */}
      <Link
        href={`/executions/${flow.executionId}`}
        prefetch={false}
        className="mt-0.5 block truncate font-mono text-xs text-ink-2 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        <span className="sr-only">Newest execution: </span>
        {flow.failedTask ? <span className="text-ink-3">{flow.failedTask}: </span> : null}
        {words ?? <span className="font-sans text-ink-3">without a message</span>}
      </Link>
    </li>
  )
}
