import clsx from 'clsx'
import type { State } from '@/lib/model/state'
import { StateIcon } from './state-icon'
import { STATE_COLOR, STATE_WORD } from './state-words'

const QUIET: ReadonlySet<State> = new Set([
  'success',
  'skipped',
  'cancelled',
  'scheduled',
  'queued',
  'unknown',
])

/** Colour, shape and word: any one of the three is enough to read it. The tool's own `word` is shown on hover. */
export function StateBadge({
  state,
  word,
  look = 'plain',
}: {
  state: State
  word?: string | null | undefined
  look?: 'plain' | 'filled' | 'icon'
}) {
  const name = STATE_WORD[state]
  const title = word && word.toLowerCase() !== name ? `The source says “${word}”` : undefined
  if (look === 'icon') {
    return (
      <span title={title ? `${name}. ${title}` : name} className="inline-flex">
        <StateIcon state={state} />
        <span className="sr-only">{name}</span>
      </span>
    )
  }
  return (
    <span
      title={title}
      className={clsx(
        'inline-flex items-center gap-1.5 align-middle text-xs font-medium whitespace-nowrap',
        look === 'filled' && `h-6 rounded-full bg-current/7 px-2 ${STATE_COLOR[state]}`,
        // In a list what went well is the background that the rest stands out from.
        look === 'plain' && (QUIET.has(state) ? 'text-ink-2' : STATE_COLOR[state]),
      )}
    >
      <StateIcon state={state} />
      {name}
    </span>
  )
}
