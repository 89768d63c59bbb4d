import { chipsOf, chosenValues, withoutRange, withPart, withValueToggled } from './edit'

/** Words of an address that say how far in the list one is: a place in one list is none in another. */
export const PLACE_WORDS = ['after', 'before', 'page'] as const

const isPlace = (word: string): boolean => PLACE_WORDS.some((each) => each === word)

/**
 * What a link asks for that was made for `base`, where `ours` was asked for since and has not come yet: what it changes is
 * changed in `ours`, and the rest of `ours` stays.
 */
export function mergedSearch(
  base: URLSearchParams,
  ours: URLSearchParams,
  theirs: URLSearchParams,
): URLSearchParams {
  const merged = new URLSearchParams(ours)
  for (const word of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    if (isPlace(word)) continue
    const [was, asked, wanted] = [base.get(word), ours.get(word), theirs.get(word)]
    if (word === 'q') put(merged, word, mergedQuery(was ?? '', asked ?? '', wanted ?? '') || null)
    else if (wanted !== was) put(merged, word, wanted)
  }
  const isAnotherList = ![...merged].every(([word, value]) => isPlace(word) || theirs.get(word) === value)
  for (const word of PLACE_WORDS) put(merged, word, isAnotherList ? null : theirs.get(word))
  return merged
}

const put = (search: URLSearchParams, word: string, value: string | null): void =>
  value === null ? search.delete(word) : search.set(word, value)

/** The same of a filter, part by part: values that are chosen are joined, words stay beside each other. */
export function mergedQuery(base: string, ours: string, theirs: string): string {
  if (theirs === base || theirs === ours) return ours
  if (ours === base) return theirs
  const keys = keysOf(`${base} ${theirs}`)
  const withValues = keys.reduce((query, key) => mergedValues(query, key, base, theirs), ours)
  const [were, wanted] = [otherParts(base), otherParts(theirs)]
  const dropped = were.filter((part) => !wanted.includes(part))
  const rest = dropped.reduce(withoutPart, withValues)
  return wanted
    .filter((part) => !were.includes(part) && !otherParts(rest).includes(part))
    .reduce(withPart, rest)
}

/** Values of one key, added and taken away as they were from `base` to `theirs`. */
function mergedValues(query: string, key: string, base: string, theirs: string): string {
  const [were, wanted] = [chosenValues(base, key), chosenValues(theirs, key)]
  const added = wanted.filter((value) => !were.includes(value) && !chosenValues(query, key).includes(value))
  const dropped = were.filter((value) => !wanted.includes(value) && chosenValues(query, key).includes(value))
  return [...added, ...dropped].reduce((text, value) => withValueToggled(text, key, value), query)
}

const keysOf = (query: string): string[] => [
  ...new Set(chipsOf(query).flatMap((chip) => (chip.term && !chip.isNegated ? [chip.term.key] : []))),
]

/** The parts of a filter that are no chosen values: words, comparisons, what is excluded. */
function otherParts(query: string): string[] {
  const seen = new Set<string>()
  return chipsOf(query).flatMap((chip) => {
    const key = chip.term && !chip.isNegated && chip.error === null ? chip.term.key : null
    const isChoice = key !== null && !seen.has(key) && chosenValues(chip.text, key).length > 0
    if (isChoice) seen.add(key)
    return isChoice ? [] : [chip.text]
  })
}

function withoutPart(query: string, part: string): string {
  const chip = chipsOf(query).find((each) => each.text === part)
  return chip === undefined ? query : withoutRange(query, chip)
}
