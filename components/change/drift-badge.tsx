import { Badge } from '@/components/ui/badge'
import { DRIFT_WORDS } from '@/lib/format/change-words'
import type { DriftState } from '@/lib/model/flow-change'

/** How a flow stands to Git, in one word that says on hover what it means. */
export function DriftBadge({ state }: { state: DriftState }) {
  const { title, says, tone } = DRIFT_WORDS[state]
  return (
    <span title={says}>
      <Badge tone={tone}>{title}</Badge>
    </span>
  )
}
