'use client'

import { LoaderCircle, Search, X } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useKey } from '@/components/frame/shortcuts'
import { Kbd } from '@/components/ui/kbd'
import { type Chip, chipsOf, withNegated, withoutRange, withPart } from '@/lib/query/edit'
import { FilterChip } from './filter-chip'
import { type Suggestion, SuggestionList, useSuggestions } from './suggestions'
import { useListState } from './use-list-state'

/**
 * The filter: what holds as chips, what is being written behind them. Enter adds it, Backspace takes the last chip back
 * for editing, and what cannot be understood is marked where it stands while the rest applies.
 */
export function FilterBar() {
  const [{ q, range }, setState, isPending] = useListState()
  const [draft, setDraft] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const suggestions = useSuggestions(draft, { q, range }, isOpen)
  const chips = chipsOf(q)
  const wrong = chips.filter((chip) => chip.error !== null)
  useKey('/', () => input.current?.focus())

  const ask = (next: string) => void setState({ q: next, before: '' })
  const write = (text: string) => {
    setDraft(text)
    setActive(-1)
    setOpen(true)
  }
  const commit = (text: string) => {
    write('')
    if (text.trim() !== '') ask(withPart(q, text.trim()))
  }
  const take = (suggestion: Suggestion) => {
    if (suggestion.isComplete) commit(suggestion.text)
    else write(suggestion.text)
    input.current?.focus()
  }
  const edit = (chip: Chip) => {
    ask(withoutRange(q, chip))
    write(chip.text)
    input.current?.focus()
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const picked = isOpen ? suggestions[active] : undefined
    const last = chips.at(-1)
    if (event.key === 'Enter' || (event.key === 'Tab' && picked)) {
      event.preventDefault()
      if (picked) take(picked)
      else commit(draft)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      setActive(stepped(active, event.key === 'ArrowDown' ? 1 : -1, suggestions.length))
    } else if (event.key === 'Escape') {
      if (isOpen && suggestions.length > 0) setOpen(false)
      else input.current?.blur()
    } else if (event.key === 'Backspace' && draft === '' && last) {
      event.preventDefault()
      edit(last)
    }
  }

  return (
    <search className="relative min-w-0 flex-1 max-sm:basis-full" aria-label="Filter executions">
      <div className="flex min-h-9 flex-wrap items-center gap-1.5 rounded-md border border-control bg-surface py-1 pr-2 pl-2.5 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent">
        {isPending ? (
          <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-ink-3" />
        ) : (
          <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        )}
        {chips.map((chip) => (
          <FilterChip
            key={`${chip.from}:${chip.text}`}
            chip={chip}
            onDrop={() => ask(withoutRange(q, chip))}
            onTurn={() => ask(withNegated(q, chip))}
            onEdit={() => edit(chip)}
          />
        ))}
        <input
          ref={input}
          value={draft}
          onChange={(event) => write(event.target.value)}
          onKeyDown={press}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          role="combobox"
          aria-label="Filter"
          aria-expanded={isOpen && suggestions.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          placeholder={chips.length === 0 ? 'Filter, or paste any id' : ''}
          autoComplete="off"
          spellCheck={false}
          className="h-6.5 min-w-32 flex-1 bg-transparent text-sm text-ink outline-none placeholder:text-ink-3"
        />
        {q === '' ? (
          <span className="hidden sm:block">
            <Kbd>/</Kbd>
          </span>
        ) : (
          <button
            type="button"
            aria-label="Clear the filter"
            onClick={() => ask('')}
            className="flex size-6 items-center justify-center rounded text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      {isOpen && suggestions.length > 0 ? (
        <SuggestionList id={listId} suggestions={suggestions} active={active} onTake={take} />
      ) : null}
      {wrong.length > 0 ? (
        <p role="status" className="mt-1.5 text-xs text-ink-2">
          {wrong.map((chip) => (
            <span key={chip.from} className="mr-3">
              <code className="font-mono text-failed">{chip.text}</code> {chip.error}.
            </span>
          ))}
          The rest applies.
        </p>
      ) : null}
    </search>
  )
}

/** The next place in a list, round and round; -1 is the line being written. */
function stepped(at: number, by: number, length: number): number {
  if (length === 0) return -1
  return ((at + 1 + by + length + 1) % (length + 1)) - 1
}
