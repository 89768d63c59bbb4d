import { z } from 'zod'
import { replayBody } from '@/lib/input/replay-form'
import { CONFIDENCES, EVENT_PROTOCOLS, EVENT_VERDICTS } from '@/lib/model/event'
import { milliseconds, moment, named, optionalText, pageOf, uuid } from './components'
import { state } from './execution-operations'
import { operation } from './operation'
import { cursor, limit } from './parameters'

const count = z.int().min(0)
const verdict = z
  .enum(EVENT_VERDICTS)
  .describe('`kept` is understood, but not about an execution; `failed` is a fault of Runledger.')

export const told = z.object({
  executionId: uuid,
  flow: z.string(),
  nativeId: z.string(),
  state,
  task: optionalText.describe('The task run, where it told of one alone.'),
})

const eventFields = {
  id: uuid,
  sourceId: uuid,
  sourceName: z.string(),
  protocol: z.enum(EVENT_PROTOCOLS),
  type: z.string().describe('In the protocol’s own words.'),
  subject: optionalText,
  occurredAt: moment.nullable().describe('The event’s own time.'),
  receivedAt: moment,
  verdict,
  because: optionalText.describe('Why nothing came of it, or what went wrong.'),
  notes: z.array(z.object({ path: z.string(), message: z.string() })).describe('What does not conform.'),
  parser: z.string(),
  bytes: count,
  repeats: count.describe('How often it came again.'),
  told: z.array(told).describe('What it became, as far as you may see it.'),
}

export const listEventsOperation = operation({
  id: 'listEvents',
  tag: 'sources',
  path: '/events',
  summary: 'What tools said, newest first',
  description: 'Webhooks, OpenLineage, uploads and answers of APIs, each with what became of it.',
  query: {
    source: z.guid().optional().describe('Only those of this source.'),
    execution: z.guid().optional().describe('Only those that told of this execution.'),
    verdict: verdict.optional().describe('Only those of which this became.'),
    protocol: z.enum(EVENT_PROTOCOLS).optional().describe('Only those that came by it.'),
    type: z.string().min(1).max(200).optional().describe('The whole type, or its beginning up to a dot.'),
    from: z.iso.datetime({ offset: true }).optional().describe('Received from this moment on.'),
    to: z.iso.datetime({ offset: true }).optional().describe('Received before this moment.'),
    limit,
    cursor,
  },
  answer: pageOf('EventPage', named('Event', z.object(eventFields))),
})

export const getEventOperation = operation({
  id: 'getEvent',
  tag: 'sources',
  path: '/events/{id}',
  summary: 'One event with what it said',
  params: { id: z.guid().describe('The id of the event.') },
  answer: named(
    'EventDetail',
    z.object({
      ...eventFields,
      key: z.string().describe('What makes it the same event when it is sent again.'),
      requestHash: z.string().describe('SHA-256 of the request that brought it, in hex.'),
      body: z
        .object({ headers: z.record(z.string(), z.string()), text: z.string() })
        .nullable()
        .describe('Without its secrets; null once it is older than bodies are kept.'),
    }),
  ),
})

export const countEventsOperation = operation({
  id: 'countEvents',
  tag: 'sources',
  path: '/sources/{id}/events/counts',
  summary: 'What the newest ten thousand events of a source are, by verdict and type',
  params: { id: z.guid().describe('The id of the source.') },
  answer: named('EventCounts', z.object({ items: z.array(z.object({ verdict, type: z.string(), count })) })),
})

export const replayEventsOperation = operation({
  id: 'replayEvents',
  tag: 'sources',
  method: 'post',
  path: '/events/replay',
  summary: 'Reads stored events again with today’s parsers, or says what that would change',
  description:
    'Executions of which every event is still stored are put together anew; to the others what is told now is added. Needs `source.write` in the teams of their sources.',
  body: replayBody,
  answer: named(
    'Replay',
    z.object({
      isPreview: z.boolean(),
      eventCount: count,
      unreadCount: count.describe('What they said is not stored any more, or nothing reads it.'),
      expiredCount: count.describe('Executions older than any that are kept: they stay deleted.'),
      events: z
        .array(
          z.object({
            ...{ eventId: uuid, type: z.string(), before: verdict, after: verdict },
            ...{ parserBefore: z.string(), parserAfter: z.string(), because: optionalText },
          }),
        )
        .describe('Those that are read otherwise than before, 200 at most of each source.'),
      executions: z
        .array(
          z.object({
            ...{ executionId: uuid, flow: z.string(), nativeId: z.string() },
            outcome: z.enum(['made', 'changed', 'removed', 'same']),
            isWhole: z.boolean().describe('Put together anew from every event that ever told of it.'),
            fields: z.array(z.object({ field: z.string(), before: optionalText, after: optionalText })),
            taskRuns: z.object({ made: count, changed: count, removed: count }),
          }),
        )
        .describe('Those that change first, 200 at most of each source.'),
      executionCount: count,
      changedCount: count,
      privateCount: count.describe('Of teams that you may not read.'),
      next: z
        .string()
        .nullable()
        .describe('Give it as `filter.after` for the page after it; null at the end, and for `ids`.'),
    }),
  ),
  exampleBody: { preview: true, ids: ['00000000-0000-0000-0000-000000000000'] },
})

const edge = z.object({
  from: uuid.describe('The one before or around.'),
  to: uuid.describe('The one after or within.'),
  kind: z.enum(['parent', 'root', 'retry_of', 'triggered_by', 'link']),
  confidence: z.enum(CONFIDENCES),
  evidence: z.string().describe('Where it was read, in words.'),
})

export const listConnectedOperation = operation({
  id: 'listConnected',
  tag: 'executions',
  path: '/executions/{id}/connected',
  summary: 'The executions that hang together with one, across tools, and why',
  params: { id: z.guid().describe('The id of the execution.') },
  answer: named(
    'ConnectedExecutions',
    z.object({
      executions: z.array(
        z.object({
          ...{ id: uuid, flowId: uuid, flow: z.string(), sourceName: z.string(), sourceKind: z.string() },
          ...{
            title: optionalText,
            nativeId: z.string(),
            attempt: z.int(),
            state,
            nativeState: optionalText,
          },
          startedAt: optionalText.describe('Nanoseconds since 1970.'),
          durationMs: milliseconds,
          distance: count.describe('Edges away from the one that was asked for.'),
        }),
      ),
      edges: z.array(edge),
      privateCount: count.describe('Of teams that you may not read.'),
      isCut: z.boolean(),
    }),
  ),
})
