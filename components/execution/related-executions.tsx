import type { State } from '@/lib/model/state'
import { ExecutionChip } from './execution-chip'

type Relation = 'parent' | 'child' | 'attempt' | 'retry_of' | 'retried_by' | 'same_trace'

type Related = {
  id: string
  relation: Relation
  flow: string
  title: string | null
  nativeId: string
  attempt: number
  state: State
  nativeState: string | null
}

const HEADINGS: [Relation, string][] = [
  ['parent', 'Started by'],
  ['retry_of', 'Retry of'],
  ['retried_by', 'Retried by'],
  ['attempt', 'Other attempts'],
  ['child', 'Started'],
  ['same_trace', 'In the same trace'],
]

const SHOWN = 8

/** What else belongs to this: parents, children, attempts, and what shares its trace. */
export function RelatedExecutions({
  executions,
  privateCount,
}: {
  executions: Related[]
  privateCount: number
}) {
  if (executions.length === 0 && privateCount === 0) return null
  return (
    <section aria-label="Related executions" className="flex flex-col gap-1.5">
      {HEADINGS.map(([relation, heading]) => (
        <RelatedRow
          key={relation}
          heading={heading}
          executions={executions.filter((each) => each.relation === relation)}
        />
      ))}
      {privateCount > 0 ? (
        <p className="text-xs text-ink-3">
          {privateCount} private {privateCount === 1 ? 'execution' : 'executions'} of teams you are not in.
        </p>
      ) : null}
    </section>
  )
}

function RelatedRow({ heading, executions }: { heading: string; executions: Related[] }) {
  if (executions.length === 0) return null
  const rest = executions.slice(SHOWN)
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <h2 className="w-32 shrink-0 text-xs text-ink-3">{heading}</h2>
      {executions.slice(0, SHOWN).map((each) => (
        <ExecutionChip key={each.id} execution={each} />
      ))}
      {rest.length > 0 ? (
        <details className="group min-w-0">
          <summary className="list-none rounded px-1.5 py-1 text-xs text-accent group-open:hidden hover:underline [&::-webkit-details-marker]:hidden">
            and {rest.length} more
          </summary>
          <span className="flex flex-wrap gap-1.5">
            {rest.map((each) => (
              <ExecutionChip key={each.id} execution={each} />
            ))}
          </span>
        </details>
      ) : null}
    </div>
  )
}
