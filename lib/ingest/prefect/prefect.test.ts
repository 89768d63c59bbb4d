import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import {
  decoded,
  foldsAlike,
  recordedPayloads,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodePrefect } from './decode'
import recordedEvents from './fixtures/recorded-events.json'
import { prefectPoll } from './poll'

const TELLER = { orgId: 'o', sourceId: 's', dialect: 'prefect' }
const payloads = recordedEvents.map((body) => ({ body }))
const facts = factsOfTellings(TELLER, tellingsOf(decodePrefect, payloads))
const of = (flow: string) => facts.executions.find((each) => each.flow === flow)

/** Events of a real Prefect 3.8 server, sent by the automation of the guide. */
describe('recorded events', () => {
  it('tell of flow runs by the names of their flows', () => {
    expect(facts.executions.map((each) => [each.flow, foldState(each.states).state]).sort()).toEqual([
      ['broken-load', 'failed'],
      ['child-flow', 'success'],
      ['daily-load', 'success'],
      ['retried-load', 'success'],
    ])
    expect(of('broken-load')?.errors).toMatchObject([
      { type: 'Failed', message: expect.stringContaining('no disk left'), rank: 2 },
    ])
    expect(of('retried-load')).toMatchObject({
      labels: { 'prefect.run_count': '2' },
      url: expect.stringMatching(/^http:\/\/localhost:4200\/runs\/flow-run\//),
    })
    expect(of('retried-load')?.states.map(({ word }) => word)).toContain('AwaitingRetry')
  })

  it('tell each try of a task', () => {
    const tries = facts.taskRuns.filter((task) => task.name.startsWith('flaky'))
    expect(tries.map((task) => [task.attempt, foldState(task.states).state])).toEqual([
      [1, 'failed'],
      [2, 'success'],
    ])
  })

  it('link a sub-flow to the execution whose task run stands for it', () => {
    const child = facts.references.find((each) => each.executionId === of('child-flow')?.executionId)
    expect(child).toMatchObject({ kind: 'parent', key: expect.stringMatching(/^prefect:task-run\//) })
    // Prefect sends no event of the task run that a sub-flow is called through; the API lists it.
    expect(facts.keys.map(({ key }) => key)).toContain(`prefect:flow-run/${of('daily-load')?.nativeId}`)
  })

  it('add up to the same in any order', () => foldsAlike('prefect', decodePrefect, payloads))
  it('never throw, however mangled', () => survivesMangling('prefect: mangled', decodePrefect, payloads))
})

test('a state goes by its type, unless its name says more', () => {
  const event = (type: string, name: string, before?: string) => ({
    body: {
      event: `prefect.flow-run.${name}`,
      occurred: '2026-11-21T10:00:00Z',
      resource: {
        'prefect.resource.id': 'prefect.flow-run.1',
        'prefect.state-type': type,
        'prefect.state-name': name,
        'prefect.state-timestamp': '2026-11-21T10:00:00Z',
      },
      related: [
        {
          'prefect.resource.id': 'prefect.flow.1',
          'prefect.resource.role': 'flow',
          'prefect.resource.name': 'f',
        },
      ],
      payload: { initial_state: before === undefined ? null : { type: before } },
    },
  })
  const told = (type: string, name: string, before?: string) =>
    tellingsOf(decodePrefect, [event(type, name, before)])[0]?.states
  const states = [
    ['SCHEDULED', 'Late', 'queued'],
    ['SCHEDULED', 'AwaitingConcurrencySlot', 'queued'],
    ['SCHEDULED', 'AwaitingRetry', 'retrying'],
    ['PENDING', 'Pending', 'queued'],
    ['RUNNING', 'Retrying', 'running'],
    ['PAUSED', 'Suspended', 'running'],
    ['CANCELLING', 'Cancelling', 'running'],
    ['COMPLETED', 'Cached', 'success'],
    ['FAILED', 'TimedOut', 'timed_out'],
    ['CRASHED', 'Crashed', 'failed'],
    ['CANCELLED', 'Cancelled', 'cancelled'],
    ['MELTED', 'Melted', 'unknown'],
  ] as const
  for (const [type, name, state] of states) expect(told(type, name)).toMatchObject([{ state, word: name }])
  expect(told('SCHEDULED', 'AwaitingRetry', 'FAILED')).toMatchObject([{ reopens: true }])
})

const documented = recordedPayloads('prefect')
test.skipIf(documented === null)('documented events are told or kept (needs ../shared/fixtures)', () => {
  const first = (file: string) =>
    decoded(decodePrefect, { body: documented?.get(`doc-example.prefect.${file}.json`) }).events[0]
  expect(first('flow-run.Running')?.tellings[0]).toMatchObject({
    of: { namespace: 'prefect', flow: 'my-etl-flow' },
    title: 'crimson-fox',
    labels: {
      'prefect.deployment': 'my-etl-flow/production',
      'prefect.work_pool': 'my-k8s-pool',
      'prefect.tags': 'production',
    },
  })
  expect(first('deployment.updated')).toMatchObject({ isKept: true, tellings: [] })
  expect(first('worker.executed-flow-run')).toMatchObject({ isKept: false, tellings: [] })
})

describe('the API', () => {
  const id = '11111111-1111-4111-8111-111111111111'
  const state = (type: string, name: string, second: number, message?: string) => ({
    id: `s${second}`,
    type,
    name,
    timestamp: `2026-11-21T10:00:0${second}Z`,
    message,
  })
  const states = [
    state('PENDING', 'Pending', 0),
    state('RUNNING', 'Running', 1),
    state('FAILED', 'Failed', 5, 'no disk left'),
  ]
  const run = {
    id,
    name: 'crimson-fox',
    flow_id: 'f1',
    deployment_id: 'd1',
    run_count: 1,
    tags: ['nightly'],
    work_pool_name: 'k8s',
    labels: { __OTEL_TRACEPARENT: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    parameters: { started_by: 'https://ci.example.com/runs/42' },
    parent_task_run_id: null,
    state: states[2],
  }
  const task = {
    id: 't1',
    name: 'load-0',
    task_key: 'load-abc',
    run_count: 1,
    start_time: '2026-11-21T10:00:02Z',
    state: state('FAILED', 'Failed', 4, 'broke'),
  }
  const script = (runs: unknown[]) => (path: string, body?: unknown) => {
    const offset = (body as { offset?: number } | undefined)?.offset ?? 0
    if (path === '/flow_runs/filter') return runs.slice(offset, offset + 100)
    if (path === '/task_runs/filter') return [task]
    if (path === '/flows/f1') return { id: 'f1', name: 'my-etl-flow' }
    if (path === '/deployments/d1') return { id: 'd1', name: 'production' }
    if (path.startsWith('/flow_run_states/')) return states
    return path === `/flow_runs/${id}` ? run : null
  }

  it('is told with names, states, task runs and what was handed over', async () => {
    const api = scriptedApi(script([run]), { address: 'http://localhost:4200/api' })
    const [page] = await pagesOf(prefectPoll, api, null)
    const told = factsOfTellings(TELLER, polledTellings(prefectPoll, page?.items ?? []))
    expect(told.executions[0]).toMatchObject({
      flow: 'my-etl-flow',
      nativeId: id,
      traceId: '0af7651916cd43dd8448eb211c80319c',
      url: `http://localhost:4200/runs/flow-run/${id}`,
      errors: [{ message: 'no disk left' }],
      labels: { 'prefect.deployment': 'production', 'prefect.work_pool': 'k8s', 'prefect.tags': 'nightly' },
    })
    expect(told.taskRuns[0]).toMatchObject({ name: 'load-0', errors: [{ message: 'broke' }] })
    expect(told.references.map(({ key }) => key)).toEqual(['url:ci.example.com/runs/42'])
    expect(page?.cursor).toEqual({ since: '2026-11-21T11:59:00.000Z' })
  })

  it('says the same of states as events do', () => {
    const event = {
      event: 'prefect.flow-run.Failed',
      id: 's5',
      occurred: '2026-11-21T10:00:05Z',
      resource: {
        'prefect.resource.id': `prefect.flow-run.${id}`,
        'prefect.state-type': 'FAILED',
        'prefect.state-name': 'Failed',
        'prefect.state-timestamp': '2026-11-21T10:00:05+00:00',
        'prefect.state-message': 'no disk left',
      },
      related: [
        {
          'prefect.resource.id': 'prefect.flow.f1',
          'prefect.resource.role': 'flow',
          'prefect.resource.name': 'my-etl-flow',
        },
      ],
    }
    const [pushed] = tellingsOf(decodePrefect, [{ body: event }])
    const [polled] = polledTellings(prefectPoll, [
      { kind: 'flow-run', item: run, states, tasks: [], flow: 'my-etl-flow' },
    ])
    expect([pushed?.about === 'execution' && pushed.of, pushed?.errors]).toEqual([
      polled?.about === 'execution' && polled.of,
      polled?.errors,
    ])
    expect(polled?.states).toContainEqual(pushed?.states?.[0])
  })

  it('goes on where a round was cut short, and asks for one', async () => {
    const many = Array.from({ length: 130 }, (_, index) => ({ ...run, id: `r${index}` }))
    const api = scriptedApi(script(many))
    const pages = await pagesOf(prefectPoll, api, null)
    expect(pages.map((page) => page.items.length)).toEqual([100, 30])
    const rest = await pagesOf(prefectPoll, api, pages[0]?.cursor)
    expect(rest.map((page) => page.items.length)).toEqual([30])
    expect(rest[0]?.cursor).toEqual(pages[1]?.cursor)
    const asked = { namespace: 'prefect', flow: 'my-etl-flow', nativeId: id }
    expect(polledTellings(prefectPoll, [await prefectPoll.ask?.(api, asked)])[0]).toMatchObject({
      of: { nativeId: id },
    })
    expect(await prefectPoll.ask?.(api, { ...asked, nativeId: 'none' })).toBeNull()
  })
})
