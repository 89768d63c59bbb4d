import Link from 'next/link'
import { StateIcon } from '@/components/execution/state-icon'
import { STATE_WORD } from '@/components/execution/state-words'
import type { Outcome } from '@/lib/model/listed-flow'

/** The newest executions as shapes, newest right; each leads to its execution. */
export function OutcomeStrip({ outcomes }: { outcomes: Outcome[] }) {
  if (outcomes.length === 0) return <span className="text-xs text-ink-3">none kept</span>
  return (
    <ol aria-label="Newest executions, newest last" className="flex items-center">
      {outcomes.toReversed().map((outcome, index) => (
        <li key={outcome.id} className={index < outcomes.length - 10 ? '@max-4xl:hidden' : ''}>
          <Link
            href={`/executions/${outcome.id}`}
            prefetch={false}
            title={`${STATE_WORD[outcome.state]}, ${momentWords(outcome.atMs)}`}
            className="relative flex h-6 w-3 items-center justify-center rounded-sm hover:bg-selected"
          >
            <StateIcon state={outcome.state} className="size-2.5" />
            <span className="sr-only">{STATE_WORD[outcome.state]}</span>
          </Link>
        </li>
      ))}
    </ol>
  )
}

/** In UTC, the same on the server and in every browser. */
const momentWords = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
