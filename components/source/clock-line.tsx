import { Badge } from '@/components/ui/badge'
import type { ClockSkew } from '@/lib/model/clock-skew'

/** Ahead by more than this cannot be a matter of rounding. */
const AHEAD_SECONDS = 2
/** Exporters collect for some seconds; what takes minutes is a clock that is behind, or an exporter in trouble. */
const BEHIND_SECONDS = 300

/** What the last spans say about the clock they were timed with, and how long they were on their way. */
export function ClockLine({ skew }: { skew: ClockSkew | null }) {
  if (skew === null) {
    return (
      <p className="mt-4 text-xs text-ink-3">
        Clock: unknown, as no span of it was among the newest of the last hour.
      </p>
    )
  }
  const { spans, medianSeconds, earliestSeconds } = skew
  const isAhead = earliestSeconds < -AHEAD_SECONDS
  const isBehind = medianSeconds > BEHIND_SECONDS
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3">
      {isAhead ? (
        <Badge tone="warning">clock ahead by {seconds(-earliestSeconds)}</Badge>
      ) : isBehind ? (
        <Badge tone="warning">arrives late, or its clock is behind</Badge>
      ) : (
        <Badge tone="success">clock agrees</Badge>
      )}
      Half of its spans arrived {seconds(Math.abs(medianSeconds))} {medianSeconds < 0 ? 'before' : 'after'}{' '}
      they ended ({spans} of the last hour).
    </p>
  )
}

const seconds = (value: number): string =>
  value < 120 ? `${value.toFixed(value < 10 ? 1 : 0)} s` : `${Math.round(value / 60)} min`
