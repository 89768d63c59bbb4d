'use client'

import clsx from 'clsx'
import type { Suggestion } from './use-suggestions'

/** The list under the line. Pressing does not take the focus away from it. */
export function SuggestionList({
  id,
  suggestions,
  active,
  onTake,
}: {
  id: string
  suggestions: Suggestion[]
  active: number
  onTake: (suggestion: Suggestion) => void
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className="absolute inset-x-0 top-full z-20 mt-1 max-h-80 overflow-y-auto rounded-lg bg-raised p-1 shadow-popup sm:right-auto sm:min-w-96"
    >
      {suggestions.map((suggestion, index) => (
        <button
          type="button"
          key={suggestion.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
          className={clsx(
            'flex min-h-8 w-full items-center justify-between text-left gap-4 rounded-md px-2 text-sm',
            index === active ? 'bg-hover text-ink' : 'text-ink hover:bg-hover',
          )}
        >
          <span className="truncate font-medium">{suggestion.title}</span>
          <span className="shrink-0 truncate text-xs text-ink-3 tabular-nums">{suggestion.says}</span>
        </button>
      ))}
    </div>
  )
}
