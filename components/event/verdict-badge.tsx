import { Badge, type BadgeTone } from '@/components/ui/badge'
import { verdictWords } from '@/lib/format/event-words'
import type { EventVerdict } from '@/lib/model/event'

const TONES: Record<EventVerdict, BadgeTone> = {
  told: 'success',
  kept: 'neutral',
  ignored: 'outline',
  failed: 'danger',
}

/** What became of an event, in a word. */
export function VerdictBadge({ verdict }: { verdict: EventVerdict }) {
  const { title, about } = verdictWords(verdict)
  return (
    <span title={about} className="inline-flex">
      <Badge tone={TONES[verdict]}>{title}</Badge>
    </span>
  )
}
