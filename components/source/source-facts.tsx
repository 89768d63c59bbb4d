import { Badge } from '@/components/ui/badge'
import { sourceKindName } from '@/lib/model/source-kind'

/** Kind, environment and team on one line. */
export function SourceFacts({ source }: { source: { kind: string; environment: string; teamName: string } }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {sourceKindName(source.kind)}
      <Badge>{source.environment}</Badge>
      <span aria-hidden>·</span>
      owned by {source.teamName}
    </span>
  )
}
