'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { type Chip, chipsOf, withNegated, withoutRange, withPart } from '@/lib/query/edit'
import { useListState } from './use-list-state'
import { type Suggestion, useSuggestions } from './use-suggestions'

/** The filter as it holds, the part that is being written, and what the keys and the mouse do to both. */
export function useFilterDraft() {
  const [{ q, range }, setState, isPending] = useListState()
  const [draft, setDraft] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const suggestions = useSuggestions(draft, { q, range }, isOpen)
  const chips = chipsOf(q)

  const ask = (next: string) => void setState({ q: next, range, before: '' })
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

  return {
    query: q,
    chips,
    draft,
    suggestions: isOpen ? suggestions : [],
    active,
    input,
    isPending,
    setOpen,
    write,
    take,
    edit,
    press,
    clear: () => ask(''),
    drop: (chip: Chip) => ask(withoutRange(q, chip)),
    turn: (chip: Chip) => ask(withNegated(q, chip)),
  }
}

/** The next place in a list, round and round; -1 is the line being written. */
function stepped(at: number, by: number, length: number): number {
  if (length === 0) return -1
  return ((at + 1 + by + length + 1) % (length + 1)) - 1
}
