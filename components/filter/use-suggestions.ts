'use client'

import { useEffect, useState } from 'react'
import { formatCount } from '@/lib/format/count'
import { type CountedValue, countedValuesFrom } from '@/lib/model/counted-value'
import { comparedValues, EXECUTION_KEYS, findKey, fixedValues } from '@/lib/query/keys'
import { printTerm } from '@/lib/query/print'

/** `text` is what the line becomes; a complete one is applied at once. */
export type Suggestion = { text: string; title: string; says: string; isComplete: boolean }

const TYPING_MS = 120

/** What could be meant by what is written: keys first, and after a colon the key's values with their counts. */
export function useSuggestions(
  draft: string,
  among: { q: string; range: string },
  isOpen: boolean,
): Suggestion[] {
  const { before, key, typed, isNegated, isOpenEnded } = wordBeingWritten(draft)
  const [found, setFound] = useState<{ of: string; values: CountedValue[] }>({
    of: '',
    values: [],
  })
  const wanted = isOpen && key !== null ? new URLSearchParams({ ...among, key, typed }).toString() : ''

  // The outside world here is the server, asked when the typing pauses.
  useEffect(() => {
    if (wanted === '') return
    const abort = new AbortController()
    const timer = setTimeout(() => {
      valuesOf(wanted, abort.signal).then((values) => setFound({ of: wanted, values }), ignoreAborted)
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [wanted])

  if (isOpenEnded) return comparisonsLike(draft)
  const sign = isNegated ? '!' : ''
  if (key === null) {
    return keysLike(typed).map(({ key: name, says, example }) => ({
      text: `${before}${sign}${name}:`,
      title: `${name}:`,
      says: `${says} · ${example}`,
      isComplete: false,
    }))
  }
  const fixed = fixedValues(key).filter((value) => value.includes(typed.toLowerCase()))
  const asked = found.of === wanted ? found.values : []
  const rest = fixed.filter((value) => !asked.some((each) => each.value === value))
  return [...asked, ...rest.map((value) => ({ value, count: 0 }))].map(({ value, count }) => ({
    text: `${before}${sign}${printTerm({ key, values: [value] })}`,
    title: value,
    says: count > 0 ? formatCount(count) : '',
    isComplete: true,
  }))
}

async function valuesOf(search: string, signal: AbortSignal): Promise<CountedValue[]> {
  const response = await fetch(`/api/executions/values?${search}`, { signal })
  return response.ok ? countedValuesFrom(await response.json()) : []
}

const ignoreAborted = (error: unknown): void => {
  // A suggestion that does not come is no reason to disturb anybody.
  if (error instanceof DOMException || error instanceof TypeError) return
  throw error
}

function wordBeingWritten(draft: string) {
  const [word = ''] = /\S*$/.exec(draft) ?? []
  const before = draft.slice(0, draft.length - word.length)
  const isNegated = word.startsWith('!')
  const bare = word.replace(/^[!(]+/, '')
  const colon = bare.indexOf(':')
  const key = colon > 0 ? findKey(bare.slice(0, colon).replace(/!$/, '')) : null
  const typed = key ? bare.slice(colon + 1).replace(/^[~"]+/, '') : bare
  // Amounts, times and lists are written by hand.
  const isOpenEnded =
    key !== null && (['number', 'duration', 'time', 'id'].includes(key.kind) || typed.includes(','))
  return {
    before,
    key: isOpenEnded ? null : (key?.key ?? null),
    openKey: key?.key ?? null,
    typed,
    isNegated,
    isOpenEnded,
  }
}

/** For a key that is compared rather than counted: what is worth comparing with. */
function comparisonsLike(draft: string): Suggestion[] {
  const { before, openKey, typed, isNegated } = wordBeingWritten(draft)
  return comparedValues(openKey ?? '')
    .filter(({ text }) => text.startsWith(typed) || text.slice(1).startsWith(typed))
    .map(({ text, says }) => ({
      text: `${before}${isNegated ? '!' : ''}${openKey}:${text}`,
      title: text,
      says,
      isComplete: true,
    }))
}

const keysLike = (typed: string) => EXECUTION_KEYS.filter((each) => each.key.startsWith(typed.toLowerCase()))
