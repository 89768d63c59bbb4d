import { STATES, type State } from '@/lib/model/state'
import { findKey, type QueryKey } from './keys'
import { parseQuery } from './parse'
import type { Comparator, QueryError, QueryNode, TermNode } from './syntax'
import { findUuid, parseDurationMs, parseTime } from './values'

export type Ordering = Exclude<Comparator, 'is' | '~'>

/** One checked condition: the key exists and its values are of its kind. */
export type Condition =
  | { type: 'state'; states: State[] }
  | { type: 'word' | 'text' | 'prefix'; key: string; values: string[] }
  | { type: 'present'; key: string }
  | { type: 'number' | 'duration'; key: string; ordering: Ordering | '='; value: number }
  /** Against how long executions of its flow usually take: past it, or so many times the median. */
  | { type: 'longer'; key: 'duration' }
  | { type: 'times'; key: 'duration'; ordering: Ordering | '='; value: number }
  | { type: 'time'; key: string; fromMs: number | null; toMs: number | null }
  | { type: 'id'; key: 'id' | 'trace'; values: string[] }
  | { type: 'free'; text: string; uuid: string | null }

/** A query that can be asked as it stands. */
export type Filter = { type: 'and' | 'or'; filters: Filter[] } | { type: 'not'; filter: Filter } | Condition

export type CheckedQuery = { node: QueryNode | null; filter: Filter | null; errors: QueryError[] }

/** Reads and checks a query. Parts that are wrong are reported with their range and left out, the rest applies. */
export function checkQuery(input: string): CheckedQuery {
  const { node, errors } = parseQuery(input)
  const found = [...errors]
  const filter = node && checkNode(node, found)
  return { node, filter, errors: found.toSorted((a, b) => a.from - b.from) }
}

function checkNode(node: QueryNode, errors: QueryError[]): Filter | null {
  switch (node.type) {
    case 'and':
    case 'or': {
      const filters = node.nodes.map((each) => checkNode(each, errors)).filter((each) => each !== null)
      return filters.length > 1 ? { type: node.type, filters } : (filters[0] ?? null)
    }
    case 'not': {
      const filter = checkNode(node.node, errors)
      return filter && { type: 'not', filter }
    }
    case 'text':
      return { type: 'free', text: node.text, uuid: findUuid(node.text) }
    case 'term': {
      const checked = checkTerm(node)
      if (typeof checked !== 'string') return checked
      errors.push({ ...node.range, message: checked })
      return null
    }
    default:
      return node satisfies never
  }
}

/** The condition, or the sentence that says what is wrong with it. */
function checkTerm(term: TermNode): Condition | string {
  const key = findKey(term.key)
  if (!key) return `There is no key “${term.key}”`
  if (term.values.length === 1 && term.values[0] === '*' && term.comparator === 'is') {
    return { type: 'present', key: key.key }
  }
  switch (key.kind) {
    case 'state':
      return checkState(term)
    case 'number':
      return checkMeasure(key, key.kind, term)
    case 'duration':
      return checkAgainstUsual(term) ?? checkMeasure(key, key.kind, term)
    case 'time':
      return checkTime(key, term)
    case 'id':
      return checkId(key, term)
    case 'word':
    case 'text':
    case 'prefix': {
      if (term.comparator === '~') return { type: 'text', key: key.key, values: term.values }
      if (term.comparator !== 'is') return `${key.key} is compared with : or :~ only`
      return { type: key.kind, key: key.key, values: term.values }
    }
    default:
      return key.kind satisfies never
  }
}

function checkState(term: TermNode): Condition | string {
  if (term.comparator !== 'is') return 'state is compared with : only'
  const wrong = term.values.find((value) => stateOf(value) === null)
  if (wrong !== undefined) return `“${wrong}” is no state; there are ${STATES.join(', ')}`
  return { type: 'state', states: term.values.map(stateOf).filter((state) => state !== null) }
}

const stateOf = (value: string): State | null =>
  STATES.find((state) => state === value.toLowerCase().replace(/[ -]/g, '_')) ?? null

function checkMeasure(key: QueryKey, kind: 'number' | 'duration', term: TermNode): Condition | string {
  const [text = '', ...more] = term.values
  if (more.length > 0 || term.comparator === '~') return `${key.key} takes one value, like ${key.example}`
  const value = kind === 'number' ? (/^\d{1,9}$/.test(text) ? Number(text) : null) : parseDurationMs(text)
  if (value === null) return `“${text}” is no ${kind}; write it like ${key.example}`
  return { type: kind, key: key.key, ordering: term.comparator === 'is' ? '=' : term.comparator, value }
}

/** `duration:>usual` and `duration:>2x`; null for a duration of its own. */
function checkAgainstUsual({ values, comparator }: TermNode): Condition | string | null {
  const [text = '', ...more] = values
  const times = /^(\d{1,6}(?:\.\d{1,3})?)x$/i.exec(text)
  const isUsual = text.toLowerCase() === 'usual'
  if (more.length > 0 || (!isUsual && !times)) return null
  if (isUsual) {
    return comparator === '>'
      ? { type: 'longer', key: 'duration' }
      : 'What is usual is a stretch: write duration:>usual, or compare with its median like duration:<0.5x'
  }
  if (comparator === '~') return 'duration is compared with times the median like duration:>2x'
  return {
    type: 'times',
    key: 'duration',
    ordering: comparator === 'is' ? '=' : comparator,
    value: Number(times?.[1]),
  }
}

function checkTime(key: QueryKey, term: TermNode): Condition | string {
  const [text = '', ...more] = term.values
  if (more.length > 0 || term.comparator === '~') return `${key.key} takes one value, like ${key.example}`
  const time = parseTime(text)
  if (!time) return `“${text}” is no time; write it like ${key.example} or started:<2026-01-31T09:30`
  switch (term.comparator) {
    case 'is':
      return { type: 'time', key: key.key, ...time }
    case '>':
      return { type: 'time', key: key.key, fromMs: time.toMs, toMs: null }
    case '>=':
      return { type: 'time', key: key.key, fromMs: time.fromMs, toMs: null }
    case '<':
      return { type: 'time', key: key.key, fromMs: null, toMs: time.fromMs }
    case '<=':
      return { type: 'time', key: key.key, fromMs: null, toMs: time.toMs }
    default:
      return term.comparator satisfies never
  }
}

function checkId(key: QueryKey, term: TermNode): Condition | string {
  if (term.comparator !== 'is') return `${key.key} is compared with : only`
  if (key.key === 'id') return { type: 'id', key: 'id', values: term.values }
  const uuids = term.values.map(findUuid).filter((uuid) => uuid !== null)
  if (uuids.length < term.values.length) return 'A trace id has 32 hexadecimal digits'
  return { type: 'id', key: 'trace', values: uuids }
}

/** True when the query names executions by id: then no time window is needed, and none must hide them. */
export function namesExecutions(filter: Filter | null): boolean {
  if (filter === null) return false
  if (filter.type === 'and') return filter.filters.some(namesExecutions)
  if (filter.type === 'free') return filter.uuid !== null
  if (filter.type !== 'id') return false
  return filter.key === 'trace' || filter.values.every((value) => findUuid(value) !== null)
}
