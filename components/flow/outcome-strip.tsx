'use client'

import { StateShape } from '@/components/execution/state-symbols'
import { STATE_WORD } from '@/components/execution/state-words'
import { useFollowedLinks } from '@/components/ui/use-followed-links'
import { unpackOutcomes } from '@/lib/flow/packed-outcomes'

/** The newest executions as shapes, newest right; each leads to its execution and is named by its title. */
export function OutcomeStrip({ packed }: { packed: string }) {
  const follow = useFollowedLinks()
  if (packed === '') return <span className="text-xs text-ink-3">none kept</span>
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click, which comes by here
    <ol aria-label="Newest executions, newest last" className="outcomes" onClick={follow}>
      {unpackOutcomes(packed)
        .toReversed()
        .map(({ id, state, atMs }) => (
          <li key={id}>
            <a href={`/executions/${id}`} title={`${STATE_WORD[state]}, ${momentWords(atMs)}`}>
              <StateShape state={state} />
            </a>
          </li>
        ))}
    </ol>
  )
}

/** In UTC, the same on the server and in every browser. */
const momentWords = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
