import { describe, expect, it } from 'vitest'
import type { AttributeValue, DecodedSpan } from './decoded'
import { exceptionOfLog, isTriggerKey, isTriggerResource, isTriggerScope, markSpan } from './mark-span'
import { SOURCE } from './testing/recognise-spans'

type Values = Record<string, AttributeValue>

const span = (attributes: Values = {}, more: Partial<DecodedSpan> = {}): DecodedSpan => ({
  traceId: '329e58aa53cec7a2beadd2fd0a85c388',
  spanId: '991f2b235b36cb2c',
  parentSpanId: null,
  name: 'nightly backup',
  kind: 1,
  startUnixNano: 1_000n,
  endUnixNano: 2_000n,
  statusCode: 0,
  statusMessage: null,
  traceState: null,
  flags: 1,
  attributes: new Map(Object.entries(attributes)),
  events: [],
  links: [],
  ...more,
})

const RESOURCE: Values = {
  'service.name': 'backup',
  'service.namespace': 'ops',
  'deployment.environment.name': 'staging',
}
const mark = (of: DecodedSpan, resource: Values = RESOURCE) =>
  markSpan(
    of,
    { serviceName: 'backup', attributes: new Map(Object.entries(resource)) },
    { name: null, version: null },
    SOURCE,
  )

describe('a root that no dialect knows', () => {
  it('is an execution named after it', () => {
    const links = [{ traceId: 'aa', spanId: 'bb', attributes: new Map() }]
    expect(mark(span({ 'messaging.system': 'kafka' }, { kind: 5, links }))).toEqual({
      dialect: 'generic',
      role: 'execution',
      sourceId: SOURCE.sourceId,
      adopts: true,
      execution: {
        sourceId: SOURCE.sourceId,
        namespace: 'ops/backup',
        flow: 'nightly backup',
        nativeId: '329e58aa53cec7a2beadd2fd0a85c388:991f2b235b36cb2c',
        attempt: 1,
      },
      environment: 'staging',
      trigger: 'kafka',
      labels: { 'service.name': 'backup', 'service.namespace': 'ops', 'messaging.system': 'kafka' },
      links: [{ kind: 'link', traceId: 'aa', spanId: 'bb', evidence: 'span link' }],
    })
  })

  it.each<[string, Values, number]>([
    ['the method', { 'http.request.method': 'GET' }, 3],
    ['the method of old', { 'http.method': 'GET' }, 0],
    ['an RPC system', { 'rpc.system': 'grpc' }, 1],
    ['a server that has a URL', { 'url.path': '/' }, 2],
  ])('is a request by %s', (_what, attributes, kind) => {
    expect(mark(span(attributes, { kind }))).toMatchObject({ role: 'request' })
  })

  it('is no request for calling one: a client names its peer by other attributes', () => {
    expect(mark(span({ 'url.full': 'https://example.com' }, { kind: 3 }))).toMatchObject({
      role: 'execution',
    })
  })
})

describe('exceptions', () => {
  const event = (message: string) => ({
    name: 'exception',
    timeUnixNano: 1_500n,
    attributes: new Map<string, AttributeValue>([
      ['exception.type', 'ValueError'],
      ['exception.message', message],
    ]),
  })

  it('mark a span that says nothing else, each once', () => {
    const of = span(
      {},
      { parentSpanId: 'aaaaaaaaaaaaaaaa', events: [event('bad'), event('bad'), event('worse')] },
    )
    expect(mark(of)).toEqual({
      dialect: 'generic',
      role: 'plain',
      sourceId: SOURCE.sourceId,
      errors: [
        { type: 'ValueError', message: 'bad', at: '1500', spanId: '991f2b235b36cb2c', rank: 1 },
        { type: 'ValueError', message: 'worse', at: '1500', spanId: '991f2b235b36cb2c', rank: 1 },
      ],
    })
    expect(mark(span({}, { parentSpanId: 'aaaaaaaaaaaaaaaa' }))).toBeNull()
  })

  it('are cut without breaking a character', () => {
    const message = `${'x'.repeat(1_999)}🙂`
    const [error] = mark(span({}, { events: [event(message)] }))?.errors ?? []
    expect(error?.message).toBe('x'.repeat(1_999))
  })

  it('come in log records too, where the body may be all that is said', () => {
    const record = { severityNumber: 17, timeUnixNano: 9n, spanId: null, eventName: null }
    const attributes = new Map<string, AttributeValue>([['exception.type', 'OSError']])
    expect(exceptionOfLog({ ...record, attributes, bodyText: 'disk full' })).toEqual({
      type: 'OSError',
      message: 'disk full',
      at: '9',
      spanId: null,
      rank: 1,
    })
    expect(exceptionOfLog({ ...record, attributes: new Map(), bodyText: 'disk full' })).toBeNull()
  })
})

it('asks to see what a dialect can read, and nothing that every application sends', () => {
  const wanted = [
    'cicd.pipeline.name',
    'github.run_id',
    'airflow.task_id',
    'kestra.uid',
    'ci.pipeline.id',
    'prefect.run.id',
  ]
  expect(wanted.filter((key) => !isTriggerKey(key))).toEqual([])
  const common = [
    'http.method',
    'db.statement',
    'service.name',
    'error.type',
    'process.pid',
    'runledger.signal',
    'code.function',
  ]
  expect(common.filter(isTriggerKey)).toEqual([])
  expect(isTriggerResource(new Map([['cicd.pipeline.run.id', '1']]))).toBe(true)
  expect(isTriggerResource(new Map([['service.name', 'x']]))).toBe(false)
  expect(isTriggerScope('otel-cicd-action')).toBe(true)
  expect(isTriggerScope('temporal-sdk-go')).toBe(true)
  expect(isTriggerScope(null)).toBe(false)
})

it('takes what attributes cannot be for nothing', () => {
  const odd = {
    'github.run_id': null,
    'github.run_attempt': 'x',
    'github.conclusion': ['failure'],
    'github.html_url': 'javascript:alert(1)',
  }
  expect(mark(span(odd))).toMatchObject({ role: 'execution', execution: { attempt: 1 } })
  expect(mark(span(odd))).not.toHaveProperty('url')
})
