'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { type FormEvent, useEffect, useMemo, useState, useTransition } from 'react'
import { PLACE_WORDS } from '@/lib/query/merged-search'
import { useAddress } from './address-keeper'

type Words<Word extends string> = Record<Word, string>

/**
 * A filter bar whose state is in the address. `usual` has the words of the address with what they are when they are not said;
 * those of `fields` are written, and sent together with whatever else is chosen, so that nothing that was written is lost.
 */
export function useFilterForm<Word extends string, Field extends Word>(
  usual: Words<Word>,
  fields: readonly Field[],
) {
  const [isPending, startTransition] = useTransition()
  const parameters = useMemo(() => parametersOf(usual), [usual])
  const [state, setState] = useQueryStates(parameters, { shallow: false, history: 'push', startTransition })
  const chosen = wordsOf(usual, (word) => state[word] ?? usual[word])
  const { texts, write, set } = useTexts(usual, fields, chosen)

  const change = (next: Partial<Words<Word>>) => {
    const written = fields.map((field) => [field, texts[field]?.trim() ?? ''])
    void setState({ ...Object.fromEntries(written), ...next, ...NO_PLACE })
  }
  return {
    isPending,
    /** What was chosen last, even where the page with it has not come yet. */
    chosen,
    isUsual: Object.entries(usual).every(([word, value]) => (state[word] ?? value) === value),
    change,
    submit: (event: FormEvent) => {
      event.preventDefault()
      change({})
    },
    clear: () => {
      set({ ...usual })
      change(usual)
    },
    /** What a field of the bar is given. */
    field: (name: Field) => ({
      name,
      value: texts[name] ?? '',
      onValueChange: (text: string) => write(name, text),
    }),
  }
}

const NO_PLACE = Object.fromEntries(PLACE_WORDS.map((word) => [word, null]))

const parametersOf = (usual: Words<string>) =>
  Object.fromEntries([
    ...Object.entries(usual).map(([word, value]) => [word, parseAsString.withDefault(value)] as const),
    ...PLACE_WORDS.map((word) => [word, parseAsString.withDefault('')] as const),
  ])

/** Another value for each of the same words. */
function wordsOf<Word extends string>(words: Words<Word>, to: (word: Word) => string): Words<Word> {
  const made = { ...words }
  for (const word in words) made[word] = to(word)
  return made
}

/** What is in the fields: as written, until the address says something else. */
function useTexts<Word extends string>(usual: Words<Word>, fields: readonly Word[], chosen: Words<Word>) {
  const [shown, setShown] = useState(chosen)
  const [texts, setTexts] = useState(chosen)
  if (fields.some((field) => shown[field] !== chosen[field])) {
    setShown(chosen)
    setTexts(wordsOf(usual, (word) => (shown[word] === chosen[word] ? texts[word] : chosen[word])))
  }
  const { unsent } = useAddress()
  useEffect(() => {
    const kept = unsent.current
    for (const field of fields) {
      const text = texts[field].trim()
      if (text === chosen[field]) kept.delete(field)
      else kept.set(field, text)
    }
    return () => {
      for (const field of fields) kept.delete(field)
    }
  })
  const write = (field: Word, text: string) => setTexts((written) => ({ ...written, [field]: text }))
  return { texts, write, set: setTexts }
}
