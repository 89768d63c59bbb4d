import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasFixtures, type Scenario, scenarios, WITHOUT_FIXTURES } from './testing/fixtures'

/**
 * The golden files held to the events by a second reading of the specification, which shares nothing with the product: which
 * datasets and jobs there are, which facets they have, and which edges follow, column by column.
 */
type Json = { [key: string]: unknown }
type Golden = {
  jobs: Record<string, string[]>
  datasets: Record<string, string[]>
  edges: { from: string; to: string; kind: string; confidence: string; columns: string[] }[]
}
type Named = { namespace: string; name: string; facets: Json }
type Run = { inputs: Set<string>; outputs: Map<string, { at: string; facet: Json } | null> }

const GOLDEN = path.join(import.meta.dirname, 'golden')

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {})
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf) : [])
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const named = (of: Json): Named => ({
  namespace: textOf(of.namespace),
  name: textOf(of.name),
  facets: objectOf(of.facets),
})
const entityKey = ({ namespace, name }: Omit<Named, 'facets'>) => JSON.stringify([namespace, name])
const shown = ({ namespace, name }: Omit<Named, 'facets'>) => `dataset ${namespace} ${name}`

/** A run event without the id of its run is no event. */
const isTaken = (event: Json): boolean => !('run' in event) || textOf(objectOf(event.run).runId) !== ''

function review(events: readonly unknown[]) {
  const [jobs, datasets] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const runs = new Map<string, Run>()
  const see = (into: Map<string, Set<string>>, of: Named) =>
    into.set(entityKey(of), new Set([...(into.get(entityKey(of)) ?? []), ...Object.keys(of.facets)]))
  for (const event of events.map(objectOf).filter(isTaken)) {
    const job = 'job' in event ? named(objectOf(event.job)) : null
    if (job !== null) see(jobs, job)
    if ('dataset' in event) see(datasets, named(objectOf(event.dataset)))
    const id = JSON.stringify([objectOf(event.run).runId, job?.namespace, job?.name, event.dataset])
    const run: Run = runs.get(id) ?? { inputs: new Set(), outputs: new Map() }
    runs.set(id, run)
    for (const input of listOf(event.inputs).map(named)) {
      see(datasets, input)
      run.inputs.add(shown(input))
    }
    for (const output of listOf(event.outputs).map(named)) {
      see(datasets, output)
      const before = run.outputs.get(shown(output)) ?? null
      const at = textOf(event.eventTime)
      const facet = objectOf(output.facets.columnLineage)
      const isLater = 'columnLineage' in output.facets && (before === null || before.at <= at)
      run.outputs.set(shown(output), isLater ? { at, facet } : before)
    }
  }
  return { jobs: sorted(jobs), datasets: sorted(datasets), edges: edgesOf([...runs.values()]) }
}

const sorted = (all: Map<string, Set<string>>): Record<string, string[]> =>
  Object.fromEntries([...all].map(([key, facets]) => [key, [...facets].sort()]))

function edgesOf(runs: readonly Run[]): string[] {
  const all = new Set<string>()
  for (const { inputs, outputs } of runs) {
    const edges = new Map<string, Golden['edges'][number]>()
    for (const [to, said] of outputs)
      for (const { from, column } of columnsOf(said?.facet ?? {})) {
        const edge = edges.get(from + to) ?? { from, to, kind: 'columns', confidence: 'certain', columns: [] }
        edges.set(from + to, { ...edge, columns: [...new Set([...edge.columns, column])].sort() })
      }
    const confidence = inputs.size === 1 && outputs.size === 1 ? 'likely' : 'possible'
    for (const to of outputs.keys())
      for (const from of inputs)
        if (!edges.has(from + to))
          edges.set(from + to, { from, to, kind: 'inferred', confidence, columns: [] })
    for (const edge of edges.values()) all.add(JSON.stringify(edge))
  }
  return [...all].sort()
}

/** One without a namespace, as some templates have it, names no dataset. */
function columnsOf(facet: Json): { from: string; column: string }[] {
  const columns: { from: string; column: string }[] = []
  const add = (input: Json, to: string, legacy: string) => {
    const { namespace, name } = named(input)
    if (namespace === '' || name === '') return
    const said = listOf(input.transformations).map(
      ({ type, subtype, masking }) =>
        ` ${textOf(type)}/${textOf(subtype)}${masking === true ? ' masked' : ''}`,
    )
    const old = legacy === '' ? [] : [` DIRECT/${legacy}${legacy === 'MASKED' ? ' masked' : ''}`]
    const how = said.length > 0 ? said : old
    columns.push({
      from: shown({ namespace, name }),
      column: `${textOf(input.field)} -> ${to}${how.join(',')}`,
    })
  }
  for (const [to, field] of Object.entries(objectOf(facet.fields)))
    for (const input of listOf(objectOf(field).inputFields))
      add(input, to, textOf(objectOf(field).transformationType))
  for (const input of listOf(facet.dataset)) add(input, '*', '')
  return columns
}

describe.skipIf(!hasFixtures)(`golden files${hasFixtures ? '' : ` (${WITHOUT_FIXTURES})`}`, () => {
  test.for(scenarios())('$name: what is written there follows from the events', (scenario) => {
    const { name, events }: Scenario = scenario
    const golden: Golden = JSON.parse(fs.readFileSync(path.join(GOLDEN, `${name}.json`), 'utf8'))
    const written = {
      jobs: golden.jobs,
      datasets: golden.datasets,
      edges: golden.edges
        .map((edge) => JSON.stringify({ ...edge, columns: [...edge.columns].sort() }))
        .sort(),
    }
    expect(written).toEqual(review(events))
  })
})
