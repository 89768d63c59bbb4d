import { Badge } from '@/components/ui/badge'

/** Says that something is simulated: beside whatever comes of a sample source. Draws nothing for what is real. */
export function SampleBadge({ isSample }: { isSample: boolean }) {
  return isSample ? <Badge tone="warning">sample</Badge> : null
}
