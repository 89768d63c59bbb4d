import clsx from 'clsx'
import { Check, Minus } from 'lucide-react'
import type { Change } from '@/lib/model/flow-change'

const KINDS = [
  ['git', 'Git'],
  ['tool', 'Tool'],
  ['ci', 'CI'],
  ['execution', 'Execution'],
] as const

/** Which kinds of witness tell of a change. */
export function WitnessMarks({ of }: { of: Change['isWitnessedBy'] }) {
  return (
    <ul aria-label="Witnessed by" className="flex flex-wrap gap-x-2.5 gap-y-0.5 text-xs">
      {KINDS.map(([kind, title]) => (
        <li
          key={kind}
          className={clsx('inline-flex items-center gap-0.5', of[kind] ? 'text-ink-2' : 'text-ink-3')}
        >
          {of[kind] ? (
            <Check aria-hidden className="size-3 text-success" />
          ) : (
            <Minus aria-hidden className="size-3" />
          )}
          <span className={of[kind] ? undefined : 'line-through decoration-line-strong'}>{title}</span>
          <span className="sr-only">{of[kind] ? ': yes' : ': no'}</span>
        </li>
      ))}
    </ul>
  )
}
