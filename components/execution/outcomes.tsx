'use client'

import { useFollowedLinks } from '@/components/ui/use-followed-links'
import { unpackOutcomes } from '@/lib/flow/packed-outcomes'
import { StateShape } from './state-symbols'
import { STATE_WORD } from './state-words'

/** Executions as shapes in the order in which they are packed; each leads to its execution and is named by its title. */
export function Outcomes({ label, packed }: { label: string; packed: string }) {
  const follow = useFollowedLinks()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click, which comes by here
    <ol aria-label={label} className="outcomes" onClick={follow}>
      {unpackOutcomes(packed).map(({ id, state, atMs }) => (
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
