import type { ReactNode } from 'react'
import { DifferenceTable } from '@/components/compare/difference-table'
import { TaskDifferences } from '@/components/compare/task-differences'
import { EmptyState } from '@/components/ui/empty-state'
import type { ExecutionDetail } from '@/db/queries/get-execution'
import { countOf } from '@/lib/format/count'
import type { Scope } from '@/lib/model/scope'
import { compared } from './compared'

type Pair = { a: ExecutionDetail; b: ExecutionDetail }

/** Facts, labels, steps and attributes that differ, the telling ones first. */
export async function Differences({ viewer, a, b }: Pair & { viewer: Scope }) {
  const { facts, durations, tasks, labels, attributes, resource, hasSpans, isCut } = await compared(
    viewer,
    a,
    b,
  )
  const isSame =
    [facts, labels, tasks, attributes, resource].every((each) => each.differences.length === 0) &&
    durations.length === 0
  if (isSame) {
    return (
      <EmptyState kind="no-match" title="Nothing differs">
        State, facts, labels{hasSpans ? ', steps and attributes' : ' and steps'} of the two are the same, and
        they took about as long.{hasSpans ? '' : ' Attributes are not compared: a span is no longer here.'}
      </EmptyState>
    )
  }
  return (
    <>
      {a.flowId === b.flowId ? null : (
        <p className="text-xs text-warning">
          These are executions of two flows: more differs than a change explains.
        </p>
      )}
      <Part title="Facts" same={facts.sameCount} isEmpty={facts.differences.length + durations.length === 0}>
        <DifferenceTable label="Facts that differ" rows={[...facts.differences, ...durations]} />
      </Part>
      <Part title="Steps" same={tasks.sameCount} isEmpty={tasks.differences.length === 0}>
        <TaskDifferences rows={tasks.differences.slice(0, STEPS_SHOWN)} />
        {tasks.differences.length > STEPS_SHOWN ? (
          <p className="text-xs text-ink-3">
            {countOf(tasks.differences.length - STEPS_SHOWN, 'more step differs', 'more steps differ')}.
          </p>
        ) : null}
      </Part>
      <Part title="Labels" same={labels.sameCount} isEmpty={labels.differences.length === 0}>
        <DifferenceTable label="Labels that differ" rows={labels.differences} />
      </Part>
      <Part
        title="Attributes of the execution"
        same={attributes.sameCount}
        isEmpty={attributes.differences.length === 0}
      >
        <DifferenceTable label="Attributes that differ" rows={attributes.differences} />
      </Part>
      <Part title="What sent it" same={resource.sameCount} isEmpty={resource.differences.length === 0}>
        <DifferenceTable label="Resource attributes that differ" rows={resource.differences} />
      </Part>
      {isCut ? <p className="text-xs text-ink-3">One of the two has more steps than are compared.</p> : null}
      {hasSpans ? null : (
        <p className="text-xs text-ink-3">
          Attributes are not compared: the span of one of the two is not here. Spans are kept for a shorter
          time than executions.
        </p>
      )}
    </>
  )
}

/** A table of more is not read; the broken and the missing stand first in it. */
const STEPS_SHOWN = 500

function Part(props: { title: string; same: number; isEmpty: boolean; children: ReactNode }) {
  if (props.isEmpty && props.same === 0) return null
  return (
    <section className="flex flex-col gap-2">
      <h2 className="flex items-baseline gap-2 text-sm font-semibold text-ink">
        {props.title}
        <span className="text-xs font-normal text-ink-3">
          {props.isEmpty ? `all ${props.same} the same` : `${props.same} the same`}
        </span>
      </h2>
      {props.isEmpty ? null : props.children}
    </section>
  )
}
