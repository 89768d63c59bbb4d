import { describe, expect, test } from 'vitest'
import { accountOf, accumulate } from './account'
import { edgesOf } from './edges'
import { read, runEvent } from './testing/event-maker'

const dataset = (name: string, facets: Record<string, unknown> = {}) => ({ namespace: 'db', name, facets })
const JOB = { namespace: 'jobs', name: 'load' }

function edges(...events: unknown[]) {
  const account = read(...events)
    .map(accountOf)
    .reduce(accumulate)
  return edgesOf(account, JOB).map(({ from, to, kind, confidence, columns }) => ({
    edge: `${from.name} > ${to.name}`,
    kind,
    confidence,
    columns,
  }))
}

describe('inferred', () => {
  test('what was read went into all that was written, over all events of the run', () => {
    const found = edges(
      runEvent({ inputs: [dataset('a')] }),
      runEvent({ inputs: [dataset('b')], outputs: [dataset('c')] }),
    )
    expect(found).toMatchObject([
      { edge: 'a > c', kind: 'inferred', confidence: 'possible' },
      { edge: 'b > c', kind: 'inferred', confidence: 'possible' },
    ])
    expect(edges(runEvent({ inputs: [dataset('a')], outputs: [dataset('c')] }))).toMatchObject([
      { confidence: 'likely' },
    ])
  })

  test('columns are believed, with what was done to them, also as older producers say it', () => {
    const columnLineage = {
      fields: {
        new: {
          inputFields: [
            {
              ...dataset('a'),
              field: 'x',
              transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', masking: true }],
            },
          ],
        },
        old: {
          inputFields: [{ ...dataset('a'), field: 'y' }],
          transformationType: 'IDENTITY',
          transformationDescription: 'same',
        },
      },
      dataset: [{ ...dataset('b'), field: 'z', transformations: [{ type: 'INDIRECT', subtype: 'FILTER' }] }],
    }
    const event = runEvent({
      inputs: [dataset('a'), dataset('d')],
      outputs: [dataset('c', { columnLineage })],
    })
    expect(edges(event)).toEqual([
      {
        edge: 'a > c',
        kind: 'columns',
        confidence: 'certain',
        columns: [
          {
            from: 'x',
            to: 'new',
            transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', description: '', masking: true }],
          },
          {
            from: 'y',
            to: 'old',
            transformations: [{ type: 'DIRECT', subtype: 'IDENTITY', description: 'same', masking: false }],
          },
        ],
      },
      {
        edge: 'b > c',
        kind: 'columns',
        confidence: 'certain',
        columns: [
          {
            from: 'z',
            to: null,
            transformations: [{ type: 'INDIRECT', subtype: 'FILTER', description: '', masking: false }],
          },
        ],
      },
      { edge: 'd > c', kind: 'inferred', confidence: 'possible', columns: [] },
    ])
  })
})

describe('stated', () => {
  const entry = (name: string, inputs: unknown[], fields = {}) => ({
    type: 'DATASET',
    namespace: 'db',
    name,
    inputs,
    fields,
  })
  const stated = (...entries: unknown[]) => ({ lineage: { entries } })
  const source = (name: string, more = {}) => ({ type: 'DATASET', namespace: 'db', name, ...more })

  test('a statement counts alone: neither inputs nor columns add to it', () => {
    const columnLineage = { fields: { x: { inputFields: [{ ...dataset('b'), field: 'x' }] } } }
    const io = { inputs: [dataset('a'), dataset('b')], outputs: [dataset('c', { columnLineage })] }
    expect(edges(runEvent({ ...io, job: stated(entry('c', [source('a')])) }))).toMatchObject([
      { edge: 'a > c', kind: 'explicit', confidence: 'certain' },
    ])
  })

  test('no inputs mean no upstream, which is a statement as well', () => {
    const io = { inputs: [dataset('a')], outputs: [dataset('c')] }
    expect(edges(runEvent({ ...io, job: stated(entry('c', [])) }))).toEqual([])
    expect(edges(runEvent(io), runEvent({ job: stated() }))).toEqual([])
  })

  test('over a run statements add up, also those of datasets', () => {
    const found = edges(
      runEvent({ job: stated(entry('c', [source('a')])) }),
      runEvent({
        at: '2026-03-01T10:00:09Z',
        outputs: [dataset('d', { lineage: { inputs: [source('b')] } })],
      }),
    )
    expect(found.map(({ edge }) => edge)).toEqual(['a > c', 'b > d'])
  })

  test('outside of a run the latest statement replaces those before', () => {
    const event = (at: string, ...entries: unknown[]) => ({
      eventTime: at,
      job: { ...JOB, facets: stated(...entries) },
    })
    const first = event('2026-03-01T10:00:00Z', entry('c', [source('a')]))
    const second = event('2026-03-02T10:00:00Z', entry('c', [source('b')]))
    expect(edges(second, first).map(({ edge }) => edge)).toEqual(['b > c'])
  })

  test('a job without names is the event’s own, and fields may come from it', () => {
    const fields = { total: { inputs: [{ type: 'JOB', transformations: [{ type: 'DIRECT' }] }] } }
    expect(
      edges(
        runEvent({
          job: stated(entry('c', [], fields), { type: 'JOB', inputs: [source('a', { field: 'x' })] }),
        }),
      ),
    ).toMatchObject([
      { edge: 'load > c', columns: [{ to: 'total', from: null }] },
      { edge: 'a > load', columns: [{ to: null, from: 'x' }] },
    ])
  })
})
