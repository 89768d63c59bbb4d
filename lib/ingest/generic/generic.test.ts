import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import {
  decoded,
  foldsAlike,
  type SentPayload,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import type { EventMapping } from '@/lib/model/event-mapping'
import { mappedDecoder } from './decode'
import { readMapping } from './mapping'
import { EVERY, parsePath, valuesAt } from './path'
import { previewMapping } from './preview'

const MAPPING: EventMapping = {
  eventType: { path: 'kind' },
  only: { path: 'kind', values: ['run'] },
  execution: {
    namespace: { value: 'piper' },
    flow: { path: 'pipeline.name' },
    id: { path: 'run.id' },
    at: { path: 'sent' },
    state: { path: 'run.status' },
    startedAt: { path: 'run.started' },
    endedAt: { path: 'run.ended' },
    error: { path: 'run.errors[*].text' },
    url: { path: 'run["page.url"]' },
    startedBy: { path: 'run.inputs' },
    labels: { region: { path: 'run.region' } },
  },
  states: { 'Rolled Back': 'failed' },
  tasks: {
    items: 'run.steps',
    id: { path: 'id' },
    name: { path: 'name' },
    state: { path: 'status' },
    startedAt: { path: 'started' },
    endedAt: { path: 'ended' },
    parent: { path: 'within' },
  },
}
const decode = mappedDecoder(MAPPING)

const sent = (second: number, run: object, kind = 'run'): SentPayload => ({
  body: {
    kind,
    sent: `2026-05-01T10:00:0${second}Z`,
    pipeline: { name: 'orders' },
    run: { id: 42, started: '2026-05-01T10:00:00Z', ...run },
  },
})
const STEPS = [
  {
    id: 's1',
    name: 'extract',
    status: 'DONE',
    started: '2026-05-01T10:00:01Z',
    ended: '2026-05-01T10:00:02Z',
  },
  { id: 's2', name: 'load', status: 'rolled back', within: 's1' },
]
const STORY = [
  sent(0, { status: 'Running' }),
  sent(3, { status: 'running', steps: STEPS.slice(0, 1) }),
  sent(9, {
    status: 'rolled back',
    ended: '2026-05-01T10:00:08Z',
    errors: [{}, { text: 'no space' }],
    steps: STEPS,
    'page.url': 'https://piper.example/runs/42',
    region: 'eu',
    inputs: { by: 'https://ci.example.com/runs/1' },
  }),
  sent(4, {}, 'ping'),
]

describe('a path', () => {
  test.for([
    ['a.b', ['a', 'b']],
    ['$.a[0].b', ['a', 0, 'b']],
    ['a[*]["x.y"]', ['a', EVERY, 'x.y']],
    ['[*].id', [EVERY, 'id']],
    ['__proto__.x', ['__proto__', 'x']],
    ['$', []],
  ] as const)('%s is its steps', ([text, steps]) => {
    expect(parsePath(text)).toEqual(steps)
  })

  test.for(['.a', 'a..b', 'a[', 'a[x]', 'a[-1]', 'a["x]', 'a.', 'x'.repeat(600), 'a.'.repeat(30)])(
    '%s is none',
    (text) => {
      expect(parsePath(text)).toBeNull()
    },
  )

  test('reads own values only, and never throws', () => {
    const of = new JsonReader(JSON.parse('{"a":[{"b":1},{"b":null},{"c":2}],"__proto__":{"x":3}}'))
    expect(valuesAt(of, parsePath('a[*].b') ?? []).map(({ value }) => value)).toEqual([1])
    expect(valuesAt(of, parsePath('constructor.name') ?? [])).toEqual([])
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, value) => {
        valuesAt(new JsonReader(value), parsePath(text) ?? [])
      }),
    )
  })
})

test('a payload is told as the mapping says', () => {
  expect(tellingsOf(decode, STORY.slice(2, 3))).toMatchObject([
    {
      of: { namespace: 'piper', flow: 'orders', nativeId: '42', attempt: 1 },
      states: [{ state: 'failed', word: 'rolled back' }],
      errors: [{ message: 'no space', rank: 1 }],
      url: 'https://piper.example/runs/42',
      labels: { region: 'eu' },
      references: [{ kind: 'link', key: 'url:ci.example.com/runs/1' }],
    },
    { about: 'task', name: 'extract', states: [{ state: 'success', word: 'DONE' }] },
    { name: 'load', parent: { nativeId: 's1' }, states: [{ state: 'failed' }] },
  ])
})

test('what is not about an execution is kept with why', () => {
  const because = (payload: SentPayload) => decoded(decode, payload).events[0]?.because
  expect(because(STORY[3] ?? { body: null })).toContain('kind')
  expect(because({ body: { kind: 'run', run: { id: 1 } } })).toBe(
    'It has no flow by the mapping: there is nothing at pipeline.name.',
  )
  expect(decoded(mappedDecoder(null), { body: { a: 1 } }).events).toMatchObject([
    { isKept: true, because: expect.stringContaining('no mapping') },
  ])
})

test('each item of a list is an event, by itself as well', () => {
  const listed = mappedDecoder({ ...MAPPING, events: 'all' })
  const { events } = decoded(listed, { body: { all: STORY.map(({ body }) => body) } })
  expect(events.map(({ tellings }) => tellings.length)).toEqual([1, 2, 3, 0])
  for (const event of events) expect(decoded(listed, { body: event.body }).events[0]?.key).toBe(event.key)
})

test('payloads fold alike in any order, and survive anything', () => {
  foldsAlike('generic', decode, STORY)
  survivesMangling('generic: mangled', decode, STORY)
  survivesMangling('generic: without a mapping, mangled', mappedDecoder(null), STORY)
})

describe('a mapping', () => {
  test('is told where it is wrong', () => {
    const wrong = { execution: { flow: { path: 'a..b' }, id: {}, odd: { path: 'x' } }, states: { x: 'gone' } }
    const places = readMapping(wrong).problems.map(({ place }) => place)
    expect(places).toEqual(expect.arrayContaining(['execution.flow.path', 'execution.id.path', 'states.x']))
    expect(readMapping(MAPPING)).toEqual({ mapping: MAPPING, problems: [] })
  })

  test('of any form is read or refused, and then reads anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (mapping, sample) => {
        previewMapping(mapping, sample, '1790000000000000000')
        expect(decoded(mappedDecoder(mapping), { body: sample }).events.length).toBeGreaterThan(0)
      }),
    )
  })
})

test('a preview says what each field finds, which words are known, and what would come of it', () => {
  const mapping = { ...MAPPING, execution: { ...MAPPING.execution, queuedAt: { path: 'pipeline.name' } } }
  const preview = previewMapping(mapping, STORY[2]?.body, '1790000000000000000')
  expect(preview.problems).toEqual([])
  const field = (name: string) => preview.fields.find((each) => each.field === name)
  expect(field('execution.flow')).toEqual({
    field: 'execution.flow',
    path: 'pipeline.name',
    found: 'orders',
    isNeeded: true,
  })
  expect(field('execution.queuedAt')?.found).toBeNull()
  expect(field('execution.startedAt')?.found).toBe('2026-05-01T10:00:00.000Z')
  expect(field('tasks.name')?.found).toBe('extract')
  expect(field('execution.labels.region')?.found).toBe('eu')
  expect(preview.words).toEqual([
    { word: 'rolled back', state: 'failed' },
    { word: 'DONE', state: 'success' },
  ])
  expect(preview.events).toMatchObject([
    {
      because: null,
      execution: { flow: 'orders', id: '42', state: 'failed', error: 'no space' },
      tasks: [{ name: 'extract' }, { name: 'load' }],
    },
  ])
  const unknown = previewMapping(MAPPING, sent(1, { status: 'gefroren' }).body, '1790000000000000000')
  expect(unknown.words).toEqual([{ word: 'gefroren', state: null }])
})
