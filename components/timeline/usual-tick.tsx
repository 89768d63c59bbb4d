import { usualEndOf } from '@/lib/timeline/usual-end'
import type { Waterfall } from './use-waterfall'

/** A ghost of the usual end: where the step would have ended had it taken as long as it does in good executions. */
export function UsualTick({ waterfall, span }: { waterfall: Waterfall; span: number }) {
  const { usual, showUsual, tree, window } = waterfall
  const end = showUsual && usual !== null ? usualEndOf(tree, span, window, usual) : null
  return end === null ? null : (
    <span
      role="img"
      aria-label={end.says}
      title={end.says}
      className="absolute inset-y-1 -ml-1 w-2 border-l-0 before:absolute before:inset-y-0 before:left-1 before:border-l-2 before:border-dotted before:border-ink-2"
      style={{ left: `${end.at}%` }}
    />
  )
}
