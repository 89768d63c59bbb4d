import { describe, expect, test } from 'vitest'
import {
  decoded,
  foldsAlike,
  recordedPayloads,
  type SentPayload,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import { decodeHistory } from './decode'

const at = (second: number): string => `2026-05-01T10:00:${String(second).padStart(2, '0')}.123456Z`
const event = (id: number, type: string, name: string, attributes: object) => ({
  eventId: String(id),
  eventTime: at(id),
  eventType: type,
  [`${name}EventAttributes`]: attributes,
})
const STARTED = event(1, 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED', 'workflowExecutionStarted', {
  workflowType: { name: 'Order' },
  taskQueue: { name: 'orders' },
  originalExecutionRunId: 'run-1',
  parentWorkflowExecution: { runId: 'run-0' },
  attempt: 1,
  header: {
    fields: {
      '_tracer-data': {
        data: Buffer.from(
          '{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01"}',
        ).toString('base64'),
      },
    },
  },
})
const REST = [
  event(2, 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED', 'activityTaskScheduled', {
    activityType: { name: 'charge' },
  }),
  event(3, 'ActivityTaskStarted', 'activityTaskStarted', { scheduledEventId: '2', identity: 'worker-1' }),
  event(4, 'EVENT_TYPE_ACTIVITY_TASK_FAILED', 'activityTaskFailed', {
    scheduledEventId: '2',
    failure: {
      message: 'Activity failed',
      cause: { message: 'no funds', applicationFailureInfo: { type: 'NoFunds' } },
    },
  }),
  event(5, 'WorkflowExecutionFailed', 'workflowExecutionFailed', { failure: { message: 'order failed' } }),
]
const history = (...events: object[]): SentPayload => ({
  body: { namespace: 'shop', workflowId: 'order-7', runId: 'run-1', events },
})
const WHOLE = history(STARTED, ...REST)

test('a history is an execution with its activities, in both spellings', () => {
  expect(tellingsOf(decodeHistory, [WHOLE])).toMatchObject([
    {
      of: { namespace: 'shop', flow: 'Order', nativeId: 'run-1', attempt: 1 },
      title: 'order-7',
      states: [{ state: 'running' }, { state: 'failed', word: 'WorkflowExecutionFailed' }],
      errors: [{ message: 'order failed' }],
      traceId: '0af7651916cd43dd8448eb211c80319c',
      references: [{ kind: 'parent', key: 'temporal:run/run-0' }],
    },
    {
      about: 'task',
      name: 'charge',
      states: [{ state: 'queued' }, { state: 'running' }, { state: 'failed' }],
      errors: [{ type: 'NoFunds', message: 'no funds' }],
      worker: 'worker-1',
    },
  ])
})

test('without ids around it, the run is the one that it began as', () => {
  const { body } = WHOLE
  const { events } = body as { events: unknown[] }
  expect(tellingsOf(decodeHistory, [{ body: { history: { events } } }])[0]).toMatchObject({
    of: { namespace: 'default', nativeId: 'run-1' },
  })
})

test('what is no history is refused', () => {
  expect(decoded(decodeHistory, { body: { events: [] } }).rejected).toHaveLength(1)
})

test('histories of different lengths fold alike in any order, and survive anything', () => {
  foldsAlike('temporal', decodeHistory, [history(STARTED), history(STARTED, ...REST.slice(0, 2)), WHOLE])
  survivesMangling('temporal: mangled', decodeHistory, [WHOLE])
})

const recorded = recordedPayloads('temporal')
describe.skipIf(recorded === null)('recorded histories (skipped without ../shared/fixtures/temporal)', () => {
  test.for([...(recorded ?? [])])('%s is told', ([, body]) => {
    const tellings = tellingsOf(decodeHistory, [{ body }])
    expect(tellings[0]).toMatchObject({
      about: 'execution',
      of: { flow: 'smorgasbord' },
      states: [{ state: 'running' }, { state: 'success' }],
    })
    const tasks = tellings.filter(({ about }) => about === 'task')
    expect(tasks).toMatchObject([{ states: { length: 3 } }, { states: { length: 3 } }])
  })

  test('survive anything', () => {
    survivesMangling(
      'temporal: recorded, mangled',
      decodeHistory,
      [...(recorded ?? [])].map(([, body]) => ({ body })),
    )
  })
})
