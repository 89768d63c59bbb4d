import { answered } from '@/db/answered'
import { countMatching, MATCHING_CAP } from '@/db/queries/count-matching'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { formatCappedCount } from '@/lib/format/count'
import type { Scope } from '@/lib/model/scope'

/** How many there are in all, counted up to where it stops to matter. */
export async function ListTotal({ scope, question }: { scope: Scope; question: ExecutionQuestion }) {
  const counted = await answered(() => countMatching(scope, [question]))
  const [count] = counted.known ? counted.value : []
  if (count === undefined) return null
  return (
    <span className="text-sm font-normal text-ink-3 tabular-nums">
      {formatCappedCount(count, MATCHING_CAP)}
    </span>
  )
}
