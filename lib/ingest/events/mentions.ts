import { openLineageKey, traceKey, urlKey } from '@/lib/executions/execution-key'
import type { ExecutionReference } from '@/lib/model/event'

const MAX_MENTIONS = 16
/** Bounds of the search, so that no payload makes it long: values looked at, how deep they lie, and characters of each. */
const MAX_VALUES = 5_000
const MAX_DEPTH = 32
const MAX_TEXT = 8_000

const TRACEPARENT = /(?<![0-9a-f-])(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?![0-9a-f])/gi
const ADDRESS = /https?:\/\/[^\s"'<>\\`{}|^]+/gi
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const ONLY_ZEROS = /^0+$/

/** A value of the document, the name it was given there, and where it is. */
type Place = { value: unknown; name: string; path: string; depth: number }

/**
 * Names of other executions that a value handed to an execution holds (its inputs, variables, parameters): pages of
 * executions by their address, W3C traces by a `traceparent`, and OpenLineage runs by `OPENLINEAGE_CONTEXT` or
 * `OPENLINEAGE_PARENT_ID`. At most 16, those first that were handed over for the purpose; none of `own`.
 */
export function mentionsIn(value: unknown, path: string, own: readonly string[] = []): ExecutionReference[] {
  const found = new Mentions(own)
  // Walked without recursion and in the order of the document.
  const toVisit: Place[] = [{ value, name: path.slice(path.lastIndexOf('.') + 1), path, depth: 0 }]
  for (let looked = 0; looked < MAX_VALUES; looked++) {
    const place = toVisit.pop()
    if (place === undefined) break
    if (lineageOf(place, found)) continue
    if (typeof place.value === 'string') textOf(place, place.value.slice(0, MAX_TEXT), found)
    else if (place.depth < MAX_DEPTH) toVisit.push(...partsOf(place, MAX_VALUES - looked).reverse())
  }
  return found.surest()
}

/** What was found, by how it was meant. */
class Mentions {
  readonly #seen: Set<string>
  readonly #lineage: ExecutionReference[] = []
  readonly #traces: ExecutionReference[] = []
  readonly #pages: ExecutionReference[] = []

  constructor(own: readonly string[]) {
    this.#seen = new Set(own)
  }

  lineage(kind: 'parent' | 'root', runId: string, evidence: string): void {
    const key = openLineageKey(runId)
    // A run may be both: the parent of what the root started itself.
    this.#add(this.#lineage, `${kind} ${key}`, { kind, key, confidence: 'certain', evidence })
  }

  trace(traceId: string, evidence: string): void {
    const key = traceKey(traceId)
    this.#add(this.#traces, key, { kind: 'link', key, confidence: 'certain', evidence })
  }

  page(address: string, evidence: string): void {
    const key = urlKey(address)
    if (key === null || !isPage(address)) return
    this.#add(this.#pages, key, { kind: 'link', key, confidence: 'likely', evidence })
  }

  surest(): ExecutionReference[] {
    return [...this.#lineage, ...this.#traces, ...this.#pages].slice(0, MAX_MENTIONS)
  }

  #add(to: ExecutionReference[], name: string, reference: ExecutionReference): void {
    if (this.#seen.has(name) || this.#seen.has(reference.key) || to.length >= MAX_MENTIONS) return
    this.#seen.add(name)
    to.push(reference)
  }
}

/** An address that leads further than to a host's front page. */
const isPage = (address: string): boolean => {
  const { pathname, search } = new URL(address)
  return pathname !== '/' || search !== ''
}

/** The parts of an array or object; `{ key, value }` and `{ name, value }`, as variables are often listed, under that name. */
function partsOf({ value, path, depth }: Place, atMost: number): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const next = depth + 1
  if (Array.isArray(value)) {
    return value
      .slice(0, atMost)
      .map((item, index) => ({ value: item, name: '', path: `${path}[${index}]`, depth: next }))
  }
  const named = nameOf(value)
  const parts: Place[] = []
  for (const key in value) {
    if (parts.length >= atMost) break
    const name = key === 'value' && named !== null ? named : key
    const part: unknown = (value as Record<string, unknown>)[key]
    parts.push({ value: part, name, path: path === '' ? name : `${path}.${name}`, depth: next })
  }
  return parts
}

function nameOf(entry: object): string | null {
  for (const key of ['key', 'name'] as const) {
    const name = Object.hasOwn(entry, key) ? (entry as Record<string, unknown>)[key] : undefined
    if (typeof name === 'string' && name.length <= 200) return name
  }
  return null
}

/** True where the place is one of OpenLineage's variables, which say outright who the parent is. */
function lineageOf({ value, name, path }: Place, found: Mentions): boolean {
  const variable = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  if (variable.endsWith('OPENLINEAGE_CONTEXT')) {
    const context = typeof value === 'string' ? jsonOf(value) : value
    const parent = field(context, 'parent')
    runOf(field(parent, 'run', 'runId'), 'parent', path, found)
    runOf(
      field(parent, 'root', 'run', 'runId') ?? field(context, 'root', 'run', 'runId'),
      'root',
      path,
      found,
    )
    return true
  }
  if (typeof value !== 'string') return false
  const isRoot = variable.endsWith('OPENLINEAGE_ROOT_PARENT_ID')
  if (!isRoot && !variable.endsWith('OPENLINEAGE_PARENT_ID')) return false
  // `namespace/name/run id`, where the first two may hold slashes themselves.
  runOf(value.trim().split('/').at(-1), isRoot ? 'root' : 'parent', path, found)
  return true
}

function runOf(runId: unknown, kind: 'parent' | 'root', path: string, found: Mentions): void {
  if (typeof runId === 'string' && UUID.test(runId)) found.lineage(kind, runId, `OpenLineage run in ${path}`)
}

function field(value: unknown, ...keys: string[]): unknown {
  let at = value
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
  }
  return at
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function textOf({ path }: Place, text: string, found: Mentions): void {
  for (const [, traceId = '', spanId = ''] of text.matchAll(TRACEPARENT)) {
    if (!ONLY_ZEROS.test(traceId) && !ONLY_ZEROS.test(spanId)) found.trace(traceId, `traceparent in ${path}`)
  }
  for (const [address] of text.matchAll(ADDRESS)) {
    found.page(address.replace(/[.,;:!?)\]]+$/, ''), `address in ${path}`)
  }
}
