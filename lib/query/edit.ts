import { checkQuery } from './filter'
import { parseQuery } from './parse'
import { printTerm } from './print'
import type { QueryNode, Range, TermNode } from './syntax'
import { tokenize } from './tokens'

/** One part of a query that a person can take away: everything has to hold, so each can go alone. */
export type Chip = Range & {
  text: string
  error: string | null
  term: { key: string; values: string[] } | null
  isNegated: boolean
}

/** The parts of a query joined by "and", with what could not be understood in its place. */
export function chipsOf(input: string): Chip[] {
  const { node, errors } = checkQuery(input)
  const nodes = node === null ? [] : node.type === 'and' && !isGrouped(input) ? node.nodes : [node]
  const chips = nodes.map((each): Chip => {
    const wrong = errors.find((error) => overlaps(error, each.range))
    return {
      ...each.range,
      text: textOf(input, each.range),
      error: wrong?.message ?? null,
      ...describe(each),
    }
  })
  const outside = errors.filter((error) => !chips.some((chip) => overlaps(error, chip)))
  const broken = outside.map(
    (error): Chip => ({
      from: error.from,
      to: error.to,
      text: textOf(input, error),
      error: error.message,
      term: null,
      isNegated: false,
    }),
  )
  return [...chips, ...broken].toSorted((a, b) => a.from - b.from)
}

/** True when one pair of parentheses holds the whole text. */
function isGrouped(input: string): boolean {
  const { tokens } = tokenize(input)
  let depth = 0
  const closing = tokens.findIndex((token) => {
    depth += token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0
    return depth === 0
  })
  return tokens[0]?.type === 'open' && closing === tokens.length - 1
}

const overlaps = (a: Range, b: Range): boolean => a.from < b.to && b.from < a.to
const textOf = (input: string, range: Range): string => input.slice(range.from, range.to)

function describe(node: QueryNode): Pick<Chip, 'term' | 'isNegated'> {
  const inner = node.type === 'not' ? node.node : node
  const term = inner.type === 'term' ? { key: inner.key.toLowerCase(), values: inner.values } : null
  return { term, isNegated: node.type === 'not' }
}

/** The query without that part. */
export const withoutRange = (input: string, range: Range): string => spliced(input, range, '')

/** The query with the part turned into its opposite. */
export const withNegated = (input: string, chip: Chip): string =>
  spliced(input, chip, chip.isNegated ? chip.text.replace(/^!\s*|!(?=:)/, '') : `!${inGroup(chip.text)}`)

/** The query and one more part that has to hold as well. */
export function withPart(input: string, part: string): string {
  const text = input.trim()
  return text === '' ? part : `${inGroup(text)} ${inGroup(part)}`
}

/** The query where the key may have this value too, or no longer: what a click in a facet means. */
export function withValueToggled(input: string, key: string, value: string): string {
  const term = plainTerm(input, key)
  if (!term) return withPart(input, printTerm({ key, values: [value] }))
  const values = term.values.includes(value)
    ? term.values.filter((each) => each !== value)
    : [...term.values, value]
  return spliced(input, term.range, values.length === 0 ? '' : printTerm({ key, values }))
}

/** The query where the key has this value and no other. */
export const withOnlyValue = (input: string, key: string, value: string): string =>
  withPart(withoutKey(input, key), printTerm({ key, values: [value] }))

/** The values that a facet shows as chosen. */
export const chosenValues = (input: string, key: string): string[] => plainTerm(input, key)?.values ?? []

/** The query without its conditions on a key: what the counts beside that key's values are counted over. */
export function withoutKey(input: string, key: string): string {
  const ranges = chipsOf(input).filter((chip) => chip.term?.key === key)
  return ranges.toReversed().reduce((text, range) => withoutRange(text, range), input)
}

/** `a OR b` beside another part would mean something else. */
function inGroup(text: string): string {
  const { node } = parseQuery(text)
  return node?.type === 'or' && !isGrouped(text) ? `(${text})` : text
}

function plainTerm(input: string, key: string): TermNode | null {
  const { node } = checkQuery(input)
  const nodes = node?.type === 'and' ? node.nodes : node ? [node] : []
  const found = nodes.find(
    (each) => each.type === 'term' && each.key.toLowerCase() === key && each.comparator === 'is',
  )
  return found?.type === 'term' ? found : null
}

function spliced(input: string, range: Range, replacement: string): string {
  const parts = [input.slice(0, range.from).trim(), replacement, input.slice(range.to).trim()]
  return parts.filter((part) => part !== '').join(' ')
}
