import { DEFAULT_LIST, listAddress } from '@/lib/query/list-address'
import { printTerm } from '@/lib/query/print'

/** Where an attribute leads: to the executions that share it or do not, or to the traces that carry it. */
export type AttributeFilter = {
  /** `commit:9f56ada`; null where the list of executions has no key for it. */
  term: string | null
  forHref: string | null
  outHref: string | null
  tracesHref: string
}

/** What the list can be filtered by, as it is for one execution: `commit`, `label.tier` and the like. */
export type FilterFacts = Readonly<Record<string, string | null>>

/** Shorter values (an attempt, a flag) would be taken for facts that they only happen to equal. */
const SHORTEST = 2

/** The key whose value the attribute repeats; a label of the attribute's own name before a fact of its value. */
export function filterOf(attribute: { key: string; text: string }, facts: FilterFacts): AttributeFilter {
  const key = keyOf(attribute, facts)
  const tracesHref = `/traces?${new URLSearchParams({ attr: `${attribute.key}=${attribute.text}` })}`
  if (key === null) return { term: null, forHref: null, outHref: null, tracesHref }
  const term = printTerm({ key, values: [attribute.text] })
  return {
    term,
    forHref: listAddress({ ...DEFAULT_LIST, q: term }),
    outHref: listAddress({ ...DEFAULT_LIST, q: `!${term}` }),
    tracesHref,
  }
}

function keyOf({ key, text }: { key: string; text: string }, facts: FilterFacts): string | null {
  // An asterisk would stand for anything.
  if (text.includes('*')) return null
  const known = new Map(Object.entries(facts))
  if (known.get(`label.${key}`) === text) return `label.${key}`
  if (text.length < SHORTEST) return null
  return [...known].find(([, value]) => value === text)?.[0] ?? null
}
