import { GitBranch, GitCommitHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { SampleBadge } from '@/components/sample/sample-badge'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { formatDuration, formatNanos } from '@/lib/format/duration'
import type { UsualDuration } from '@/lib/model/execution-neighbours'
import type { PeekedExecution } from '@/lib/model/peeked-execution'
import { isTerminal } from '@/lib/model/state'
import { againstUsual } from '@/lib/timeline/usual'
import { Elapsed } from './elapsed'

/** What is told of an execution wherever it is shown in full or in the panel. */
type ExecutionFactsOf = Pick<
  PeekedExecution,
  | 'state'
  | 'queuedAt'
  | 'startedAt'
  | 'endedAt'
  | 'durationMs'
  | 'trigger'
  | 'actor'
  | 'commit'
  | 'branch'
  | 'version'
  | 'environment'
  | 'attempt'
  | 'sourceName'
  | 'isSample'
  | 'teamName'
  | 'dialect'
>

type Props = {
  execution: ExecutionFactsOf
  /** How long executions of the flow usually take, where that is known. */
  usual?: UsualDuration | null
}

/** When, why, by whom, of what version: one line of facts, those that nobody told left out. */
export function ExecutionFacts({ execution: of, usual = null }: Props) {
  const wait = of.queuedAt && of.startedAt ? BigInt(of.startedAt) - BigInt(of.queuedAt) : 0n
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {of.startedAt ? (
        <Fact title="Started">
          <Time absolute unixNano={of.startedAt} />
        </Fact>
      ) : of.queuedAt ? (
        <Fact title="Queued">
          <Time absolute unixNano={of.queuedAt} />
        </Fact>
      ) : null}
      {of.endedAt ? (
        <Fact title="Ended">
          <Time absolute unixNano={of.endedAt} />
        </Fact>
      ) : null}
      <Fact title="Duration">
        <Duration execution={of} />
        {usual ? <Usual usual={usual} durationMs={of.durationMs} /> : null}
        {wait > 1_000_000n ? (
          <span className="text-ink-3"> after {formatNanos(wait)} in the queue</span>
        ) : null}
      </Fact>
      {of.trigger ? <Fact title="Trigger">{of.trigger}</Fact> : null}
      {of.actor ? <Fact title="Actor">{of.actor}</Fact> : null}
      {of.version ? <Fact title="Version">{of.version}</Fact> : null}
      {of.commit ? (
        <Fact title="Commit">
          <span className="-my-1 inline-flex items-center gap-1">
            <GitCommitHorizontal aria-hidden className="size-3.5 text-ink-3" />
            <span className="font-mono text-xs" title={of.commit}>
              {of.commit.slice(0, 10)}
            </span>
            <CopyButton value={of.commit} label="commit" />
          </span>
        </Fact>
      ) : null}
      {of.branch ? (
        <Fact title="Branch">
          <span className="inline-flex items-center gap-1">
            <GitBranch aria-hidden className="size-3.5 text-ink-3" />
            {of.branch}
          </span>
        </Fact>
      ) : null}
      <Fact title="Attempt">{of.attempt}</Fact>
      <Fact title="Environment">{of.environment}</Fact>
      <Fact title="Source">
        {of.sourceName}
        <span className="text-ink-3"> · {of.dialect}</span> <SampleBadge isSample={of.isSample} />
      </Fact>
      {of.teamName ? <Fact title="Team">{of.teamName}</Fact> : null}
    </dl>
  )
}

/** Says `1.8× usual` where that is worth a remark, and always what usual is. */
function Usual({ usual, durationMs }: { usual: UsualDuration; durationMs: number | null }) {
  const { verdict, remark, band } = againstUsual(durationMs ?? usual.p50Ms, usual)
  return (
    <>
      {remark ? (
        <span className="ml-1.5">
          <Badge tone={verdict === 'much longer' || verdict === 'longer' ? 'warning' : 'neutral'}>
            {remark}
          </Badge>
        </span>
      ) : null}
      <span className="block text-xs text-ink-3">{band}</span>
    </>
  )
}

function Duration({ execution: of }: Pick<Props, 'execution'>) {
  if (of.durationMs !== null) return formatDuration(of.durationMs)
  if (isTerminal(of.state) || of.startedAt === null) return <span className="text-ink-3">not known</span>
  return <Elapsed sinceUnixNano={of.startedAt} />
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="max-w-72 min-w-0">
      <dt className="truncate text-xs text-ink-3">{title}</dt>
      <dd className="text-sm wrap-anywhere text-ink">{children}</dd>
    </div>
  )
}
