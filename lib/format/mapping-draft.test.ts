import { expect, test } from 'vitest'
import { draftOf, mappingOf, placesIn } from './mapping-draft'

const MAPPING = {
  events: 'items',
  eventKey: { path: 'id' },
  only: { path: 'type', values: ['run', 'retry'] },
  execution: {
    flow: { path: 'pipeline.name' },
    id: { path: 'run.id' },
    namespace: { value: 'piper' },
    labels: { region: { path: 'run.region' } },
  },
  states: { 'rolled back': 'failed' },
  tasks: { items: 'run.steps', id: { path: 'id' } },
}

test('what is stored is the same after it was edited and nothing changed', () => {
  expect(mappingOf(draftOf(MAPPING))).toEqual(MAPPING)
})

test('a text that begins with = is the same for all', () => {
  expect(draftOf(MAPPING).fields['execution.namespace']).toBe('=piper')
  const draft = {
    fields: { 'execution.flow': '= nightly ', 'execution.id': ' ' },
    states: {},
    labels: [{ name: '', path: 'x' }],
  }
  expect(mappingOf(draft)).toEqual({ execution: { flow: { value: 'nightly' } } })
})

test('anything that is stored can be edited', () => {
  for (const odd of [null, 1, 'x', [], { execution: 1, states: [], tasks: { items: {} } }])
    expect(mappingOf(draftOf(odd))).toEqual({})
})

test('places of a sample are its paths, lists by their first item', () => {
  expect(placesIn({ a: { 'b.c': 1 }, d: [{ e: 'x' }, { f: 1 }], g: [] })).toEqual([
    { path: 'a', value: null },
    { path: 'd', value: null },
    { path: 'g', value: null },
    { path: 'a["b.c"]', value: '1' },
    { path: 'd[*]', value: null },
    { path: 'd[*].e', value: 'x' },
  ])
})
