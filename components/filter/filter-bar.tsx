'use client'

import { LoaderCircle, Search, X } from 'lucide-react'
import { useId } from 'react'
import { useKey } from '@/components/frame/shortcuts'
import { Kbd } from '@/components/ui/kbd'
import type { Chip } from '@/lib/query/edit'
import { FilterChip } from './filter-chip'
import { SuggestionList } from './suggestion-list'
import { useFilterDraft } from './use-filter-draft'

/**
 * The filter: what holds as chips, what is being written behind them. Enter adds it, Backspace takes the last chip back
 * for editing, and what cannot be understood is marked where it stands while the rest applies.
 */
export function FilterBar() {
  const filter = useFilterDraft()
  const { chips, draft, suggestions, active } = filter
  const listId = useId()
  useKey('/', () => filter.input.current?.focus())
  const Sign = filter.isPending ? LoaderCircle : Search
  return (
    <search className="relative min-w-0 flex-1 max-sm:basis-full" aria-label="Filter executions">
      <div className="flex min-h-9 flex-wrap items-center gap-1.5 rounded-md border border-control bg-surface py-1 pr-2 pl-2.5 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent">
        <Sign
          aria-hidden
          className={`size-4 shrink-0 text-ink-3 ${filter.isPending ? 'animate-spin' : ''}`}
        />
        {chips.map((chip) => (
          <FilterChip
            key={`${chip.from}:${chip.text}`}
            chip={chip}
            onDrop={() => filter.drop(chip)}
            onTurn={() => filter.turn(chip)}
            onEdit={() => filter.edit(chip)}
          />
        ))}
        <input
          ref={filter.input}
          value={draft}
          onChange={(event) => filter.write(event.target.value)}
          onKeyDown={filter.press}
          onFocus={() => filter.setOpen(true)}
          onBlur={() => filter.setOpen(false)}
          role="combobox"
          aria-label="Filter"
          aria-expanded={suggestions.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          placeholder={chips.length === 0 ? 'Filter, or paste any id' : ''}
          autoComplete="off"
          spellCheck={false}
          className="h-6.5 min-w-32 flex-1 bg-transparent text-sm text-ink outline-none placeholder:text-ink-3"
        />
        {filter.query === '' ? <Hint isShown={draft === ''} /> : <ClearButton onClear={filter.clear} />}
      </div>
      {suggestions.length > 0 ? (
        <SuggestionList id={listId} suggestions={suggestions} active={active} onTake={filter.take} />
      ) : null}
      <WrongParts chips={chips} />
    </search>
  )
}

const Hint = ({ isShown }: { isShown: boolean }) =>
  isShown ? (
    <span className="max-sm:hidden">
      <Kbd>/</Kbd>
    </span>
  ) : null

function ClearButton({ onClear }: { onClear: () => void }) {
  return (
    <button
      type="button"
      aria-label="Clear the filter"
      onClick={onClear}
      className="flex size-6 items-center justify-center rounded text-ink-3 hover:bg-hover hover:text-ink"
    >
      <X aria-hidden className="size-4" />
    </button>
  )
}

/** What of the filter does not apply, and why. */
function WrongParts({ chips }: { chips: Chip[] }) {
  const wrong = chips.filter((chip) => chip.error !== null)
  if (wrong.length === 0) return null
  return (
    <p role="status" className="mt-1.5 text-xs text-ink-2">
      {wrong.map((chip) => (
        <span key={chip.from} className="mr-3">
          <code className="font-mono text-failed">{chip.text}</code> {chip.error}.
        </span>
      ))}
      The rest applies.
    </p>
  )
}
