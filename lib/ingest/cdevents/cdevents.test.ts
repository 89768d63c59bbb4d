import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cloudEventsDecoder } from '@/lib/ingest/cloudevents/decode'
import {
  decoded,
  foldsAlike,
  recordedPayloads,
  type SentPayload,
  survivesMangling,
} from '@/lib/ingest/events/testing/decoding'
import type { DecodedRequest, ExecutionTelling, IncomingEvent } from '@/lib/model/event'
import { domainIdText, domainKey, parseDomainId } from './domain-id'

const decodeCloudEvents = cloudEventsDecoder(undefined)
/** An empty batch is a good one, though nothing becomes of it. */
const decode = (event: IncomingEvent): DecodedRequest => {
  const read = decodeCloudEvents(event)
  const isNothing = read.events.length + read.rejected.length === 0
  return isNothing ? { ...read, rejected: [{ path: '', reason: '', message: '', item: null }] } : read
}

const FOLDERS = ['v0.3.0', 'v0.4.1', 'v0.5.1/conformance', 'main-0.6.0-draft/conformance']
const CUSTOM = ['v0.5.1/custom', 'main-0.6.0-draft/custom']
const VECTORS = '../shared/fixtures/cdevents/main-0.6.0-draft/conformance/formats/domainid.json'
const recorded = FOLDERS.flatMap((folder) => {
  const files = recordedPayloads(`cdevents/${folder}`)
  return files === null ? [] : [...files].map(([file, body]) => ({ name: `${folder}/${file}`, body }))
})

const at = (minute: number): string => `2026-05-01T10:0${minute}:00Z`

const event = (type: string, minute: number, content: unknown, more: object = {}): SentPayload => ({
  body: {
    context: {
      specversion: '0.5.1',
      id: `${type}-${minute}`,
      source: '/ci/one',
      type: `dev.cdevents.${type}.0.3.0`,
      timestamp: at(minute),
      ...more,
    },
    subject: { id: type.startsWith('taskrun') ? 'task-12345' : 'run-12345', content },
  },
})

const STORY: SentPayload[] = [
  event('pipelinerun.queued', 0, { pipelineName: 'deploy' }, { chainId: 'chain-1' }),
  event('pipelinerun.started', 1, { pipelineName: 'deploy', uri: 'https://ci.example/runs/1' }),
  event('taskrun.started', 2, { taskName: 'test', pipelineRun: { id: 'run-12345', source: '/ci/one' } }),
  event('taskrun.finished', 3, {
    taskName: 'test',
    pipelineRun: { id: 'run-12345', source: '/ci/one' },
    outcome: 'failure',
    errors: 'two tests failed',
  }),
  event('pipelinerun.finished', 4, { pipelineName: 'deploy', outcome: 'failure', errors: 'test failed' }),
]

const tellingOf = (payload: SentPayload): ExecutionTelling | undefined =>
  decoded(decode, payload).events[0]?.tellings.find((each) => each.about === 'execution')

test('a pipeline run is an execution with its states, times and why it failed', () => {
  expect(tellingOf(STORY[4] as SentPayload)).toMatchObject({
    of: { namespace: '/ci/one', flow: 'deploy', nativeId: 'run-12345', attempt: 1 },
    states: [{ state: 'failed', word: 'failure' }],
    endedAt: `${Date.parse(at(4))}000000`,
    errors: [{ message: 'test failed', rank: 2 }],
  })
})

test('a task run is linked to its pipeline run by the name that the pipeline run goes by', () => {
  const pipeline = tellingOf(STORY[1] as SentPayload)
  const [parent] = tellingOf(STORY[2] as SentPayload)?.references ?? []
  expect(parent).toMatchObject({ kind: 'parent', confidence: 'certain' })
  expect(pipeline?.keys).toContain(parent?.key)
  const bare = event('taskrun.started', 2, { taskName: 'test', pipelineRun: { id: 'run-12345' } })
  const [likely] = tellingOf(bare)?.references ?? []
  expect(likely).toMatchObject({ kind: 'parent', confidence: 'likely' })
  expect(pipeline?.keys).toContain(likely?.key)
})

test('chains, links, domain ids and traces are references', () => {
  const links = [
    { linkType: 'PATH', from: { contextId: 'e-1' } },
    {
      linkType: 'RELATION',
      linkKind: 'TRIGGER',
      target: { domainId: 'cdevents:v0:github::octo:app:execution:7' },
    },
    { linkType: 'END', from: { domainId: 'cdevents:v1:wrong' } },
  ]
  const { body } = event('taskrun.started', 2, { taskName: 'test' }, { chainId: 'chain-1', links })
  const data = body as { context: { id: string; source: string; type: string } }
  const wrapped = {
    specversion: '1.0',
    id: data.context.id,
    source: data.context.source,
    type: 'dev.cdevents.other',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01',
    data,
  }
  const [read] = decoded(decode, { body: wrapped }).events
  expect(read?.tellings[0]).toMatchObject({
    references: [
      { kind: 'root', key: 'cdevents-chain:chain-1' },
      { kind: 'triggered_by', key: 'cdevents-event:e-1' },
      { kind: 'link', key: 'github:octo/app/7' },
      { kind: 'link', key: 'trace:0af7651916cd43dd8448eb211c80319c' },
    ],
  })
  expect(read?.notes).toEqual(
    [
      { path: 'context.type', message: expect.stringContaining('another type') },
      { path: 'context.links[2].from.domainId', message: 'It is no domainId of CDEvents.' },
    ].map((note) => expect.objectContaining({ ...note, path: expect.stringContaining(note.path) })),
  )
})

test.for([
  ['finished', { outcome: 'pass' }, 'success'],
  ['finished', { outcome: 'cancel' }, 'cancelled'],
  ['finished', { outcome: 'error' }, 'failed'],
  ['finished', { outcome: 'curious' }, 'unknown'],
  ['finished', {}, 'unknown'],
  ['skipped', { reason: 'not here' }, 'skipped'],
] as const)('a test case that is %s with %o is %s', ([predicate, content, state]) => {
  const told = tellingOf(event(`testcaserun.${predicate}`, 1, { testCase: { id: '1' }, ...content }))
  expect(told?.states).toMatchObject([{ state }])
})

test('a source that is named anew for each run is one namespace', () => {
  const payload = event(
    'pipelinerun.started',
    1,
    { pipelineName: 'p' },
    { source: '/namespaces/ci/pipelineruns/run-12345' },
  )
  expect(tellingOf(payload)?.of.namespace).toBe('/namespaces/ci/pipelineruns')
})

test('the same event by itself and in a CloudEvent is the same', () => {
  const bare = event('pipelinerun.queued', 0, { pipelineName: 'deploy' })
  const { context } = bare.body as { context: Record<string, string> }
  const { id, source, type } = context
  const wrapped = { body: { specversion: '1.0', id, source, type, data: bare.body } }
  expect(decoded(decode, wrapped).events[0]?.key).toBe(decoded(decode, bare).events[0]?.key)
})

test('what cannot be named is refused with its place', () => {
  const bad = event('pipelinerun.started', 1, {}, { id: '' })
  expect(decoded(decode, bad).rejected[0]?.path).toContain('context.id')
})

test('a run folds alike in any order, and survives anything', () => {
  foldsAlike('cdevents', decode, STORY)
  survivesMangling('cdevents: mangled', decode, [
    ...STORY,
    { body: { linkType: 'START', chainId: 'c', timestamp: at(1), start: { contextId: 'x' } } },
  ])
})

describe.skipIf(recorded.length === 0)(
  'the conformance files (skipped without ../shared/fixtures/cdevents)',
  () => {
    test('are all there', () => {
      expect(recorded.length).toBeGreaterThanOrEqual(39 + 45 + 45 + 48)
    })

    test.for(recorded.map(({ name, body }) => [name, body] as const))('%s is taken', ([name, body]) => {
      const { events, rejected } = decoded(decode, { body })
      expect(rejected).toEqual([])
      const isRun = /(pipelinerun|taskrun|build|testsuiterun|testcaserun)_/.test(name)
      expect(events).toMatchObject([
        isRun ? { because: null, tellings: [{ about: 'execution' }] } : { isKept: true },
      ])
      expect(decoded(decode, { body })).toEqual({ events, rejected })
    })

    test.for(CUSTOM)('a custom event of %s is kept', (folder) => {
      const body = recordedPayloads(`cdevents/${folder}`)?.get('conformance.json')
      expect(decoded(decode, { body }).events).toMatchObject([{ isKept: true, body }])
    })

    test('fold alike in any order, and survive anything', () => {
      foldsAlike('cdevents: recorded', decode, recorded.slice(0, 40))
      survivesMangling('cdevents: recorded, mangled', decode, recorded)
    })
  },
)

describe.skipIf(!existsSync(VECTORS))('domain ids (skipped without ../shared/fixtures/cdevents)', () => {
  const vectors = existsSync(VECTORS) ? JSON.parse(readFileSync(VECTORS, 'utf8')) : { valid: [], invalid: [] }

  test('that are valid are read and written the same', () => {
    for (const { segments, expected } of vectors.valid) {
      const parsed = parseDomainId(expected)
      expect(parsed).toEqual(segments)
      expect(domainIdText(segments)).toBe(expected)
      expect(parsed === null ? '' : domainKey(parsed)).toContain(expected)
    }
  })

  test('that are not are none', () => {
    for (const { input } of vectors.invalid) expect(parseDomainId(input)).toBeNull()
  })
})
