import { JsonReader } from '@/lib/ingest/events/json-reader'
import type {
  ColumnEdge,
  EdgeEnd,
  LineageAccount,
  LineageEdge,
  LineageName,
  SaidUse,
} from '@/lib/model/lineage'
import { canonicalText } from './canonical'
import { readTransformations } from './transformations'

/** More than that of one run are not told apart by anybody; the first so many by name are kept. */
const MAX_EDGES = 2_000
const MAX_COLUMNS = 5_000

/**
 * Which data went where, by all that was said of a run. A statement of lineage counts alone where there is one; else the
 * columns are believed, and what was read is taken to have gone into all that was written.
 */
export function edgesOf(account: LineageAccount, job: LineageName | null): LineageEdge[] {
  const edges = new Edges()
  if (account.explicit?.isStated === true) {
    const own: EdgeEnd | null =
      job === null ? null : { type: 'job', namespace: job.namespace, name: job.name }
    for (const entry of inOrder(account.explicit.entries)) addEntry(edges, new JsonReader(entry), own)
    return edges.sorted()
  }
  const outputs = inOrder(account.outputs)
  for (const output of outputs) addColumns(edges, output)
  const inputs = inOrder(account.inputs)
  const confidence = inputs.length === 1 && outputs.length === 1 ? 'likely' : 'possible'
  for (const output of outputs) {
    for (const input of inputs) {
      if (edges.isFull) break
      edges.add(endOf(input), endOf(output), { kind: 'inferred', confidence, evidence: READ_AND_WRITTEN })
    }
  }
  return edges.sorted()
}

/** By key, and not in the order of arrival: what is left out at a limit must not depend on it. */
const inOrder = <Value>(all: Record<string, Value>): Value[] =>
  Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)

const READ_AND_WRITTEN = 'the one was read and the other written by the same run'
const STATED = 'the facet "lineage"'
const COLUMNS = 'the facet "columnLineage"'

const endOf = ({ namespace, name }: SaidUse): EdgeEnd => ({ type: 'dataset', namespace, name })

function addEntry(edges: Edges, entry: JsonReader, own: EdgeEnd | null): void {
  const target = endAt(entry, own)
  if (target === null) return
  const add = (input: JsonReader, to: string | null) => {
    const from = endAt(input, own)
    if (from === null) return
    const field = input.at('field').text() ?? null
    const transformations = readTransformations(input.at('transformations'))
    const hasColumn = to !== null || field !== null || transformations.length > 0
    const column = hasColumn ? { to, from: field, transformations } : undefined
    edges.add(from, target, { kind: 'explicit', confidence: 'certain', evidence: STATED }, column)
  }
  for (const input of entry.at('inputs').items()) add(input, null)
  for (const [field, said] of entry.at('fields').entries())
    for (const input of said.at('inputs').items()) add(input, field)
}

/** A dataset by its names, or a job; one without names is the event's own. */
function endAt(read: JsonReader, own: EdgeEnd | null): EdgeEnd | null {
  const [namespace, name] = [read.at('namespace').text(), read.at('name').text()]
  const type = read.at('type').text()?.toUpperCase() === 'JOB' ? 'job' : 'dataset'
  if (namespace !== undefined && name !== undefined) return { type, namespace, name }
  return type === 'job' ? own : null
}

function addColumns(edges: Edges, output: SaidUse): void {
  const facet = new JsonReader(output.dataset.columnLineage?.value)
  if (facet.at('_deleted').value === true) return
  const add = (input: JsonReader, to: string | null, legacy: JsonReader | null) => {
    const from = endAt(input, null)
    const field = input.at('field').text()
    if (from === null || field === undefined) return
    const transformations = readTransformations(input.at('transformations'), legacy)
    const said = { kind: 'columns', confidence: 'certain', evidence: COLUMNS } as const
    edges.add(from, endOf(output), said, { to, from: field, transformations })
  }
  for (const [field, said] of facet
    .at('fields')
    .entries()
    .sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const input of said.at('inputFields').items()) add(input, field, said)
  for (const input of facet.at('dataset').items()) add(input, null, null)
}

type Why = Pick<LineageEdge, 'kind' | 'confidence' | 'evidence'>

class Edges {
  readonly #edges = new Map<string, { edge: LineageEdge; columns: Map<string, ColumnEdge> }>()
  #columns = 0

  get isFull(): boolean {
    return this.#edges.size >= MAX_EDGES * 4
  }

  /** What is known of an edge already is better known than what comes later. */
  add(from: EdgeEnd, to: EdgeEnd, why: Why, column?: ColumnEdge): void {
    const key = edgeKey(from, to)
    let known = this.#edges.get(key)
    if (known === undefined) {
      if (this.isFull) return
      known = { edge: { from, to, ...why, columns: [] }, columns: new Map() }
      this.#edges.set(key, known)
    }
    if (column === undefined || this.#columns >= MAX_COLUMNS) return
    const text = canonicalText(column)
    if (known.columns.has(text)) return
    known.columns.set(text, column)
    this.#columns++
  }

  sorted(): LineageEdge[] {
    return [...this.#edges]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, MAX_EDGES)
      .map(([, { edge, columns }]) => ({
        ...edge,
        columns: [...columns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, column]) => column),
      }))
  }
}

const edgeKey = (from: EdgeEnd, to: EdgeEnd): string =>
  JSON.stringify([to.namespace, to.name, to.type, from.namespace, from.name, from.type])
