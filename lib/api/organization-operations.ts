import { z } from 'zod'
import { retentionBody } from '@/lib/input/retention-form'
import { moment, named, optionalText, uuid } from './components'
import { nothing, operation } from './operation'

const count = z.int().min(0)
const days = z.int()
const bytes = z.number().min(0)

export const getOrganizationOperation = operation({
  id: 'getOrganization',
  tag: 'organization',
  path: '/organization',
  summary: 'The organization that you are in',
  answer: named('Organization', z.object({ id: uuid, name: z.string() })),
})

const use = z.object({
  bytes,
  bytesPerDay: bytes.nullable().describe('Null while there is no whole day to go by.'),
  forecastBytes: bytes.nullable().describe('What it comes to at this pace, with the days as they are.'),
})

export const getRetentionOperation = operation({
  id: 'getRetention',
  tag: 'organization',
  path: '/retention',
  summary: 'How long what is kept, and what that takes up',
  description: 'For owners, by a token for all that its person may.',
  answer: named(
    'Retention',
    z.object({
      spanDays: days,
      logDays: days,
      executionDays: days,
      eventDays: days,
      use: z
        .object({ spans: use, logs: use, executions: use, events: use })
        .describe('Of the whole installation.'),
      lastChange: z.object({ by: z.string(), at: moment }).nullable(),
    }),
  ),
})

export const updateRetentionOperation = operation({
  id: 'updateRetention',
  tag: 'organization',
  method: 'put',
  path: '/retention',
  summary: 'Changes how long what is kept',
  description: 'What is older is deleted within an hour, for good. For owners.',
  body: retentionBody,
  status: 204,
  answer: nothing,
  exampleBody: { spanDays: 14, logDays: 14, executionDays: 400, eventDays: 14 },
})

export const getSystemOperation = operation({
  id: 'getSystem',
  tag: 'organization',
  path: '/system',
  summary: 'What the installation is doing',
  description: 'For owners, by a token for all that its person may.',
  answer: named(
    'SystemHealth',
    z.object({
      version: z.string(),
      database: z.object({ version: z.string(), bytes, connections: count, connectionsMax: count }),
      processes: z.array(z.object({ name: z.string(), connections: count, busy: count, since: moment })),
      workerUntil: moment.nullable().describe('Until when a worker leads; in the past, none is at work.'),
      jobs: z.array(
        z.object({
          name: z.string(),
          startedAt: moment,
          finishedAt: moment.nullable(),
          error: optionalText,
          result: optionalText,
        }),
      ),
      tables: z.array(z.object({ name: z.string(), bytes, rows: z.number() })),
      partitions: z.array(
        z.object({
          table: z.string(),
          count,
          oldest: optionalText,
          newest: optionalText,
          lateBytes: bytes,
        }),
      ),
      ingest: z
        .array(z.object({ signal: z.string(), verdict: z.string(), count }))
        .describe('In the last whole hour and the one that runs.'),
      lastReceivedAt: moment.nullable(),
    }),
  ),
})

export const getSampleOperation = operation({
  id: 'getSample',
  tag: 'organization',
  path: '/sample',
  summary: 'How far the sample data is',
  description: 'For owners. 404 where there is none.',
  answer: named(
    'Sample',
    z.object({
      phase: z.enum(['loading', 'stopped', 'loaded', 'removing']),
      done: count,
      total: count,
      items: count.describe('Spans and log records that were sent.'),
      startedAt: moment,
      finishedAt: moment.nullable(),
      error: optionalText,
      bad: z
        .object({ day: z.string(), commit: z.string() })
        .describe('The day on which one change broke nine executions, and the change.'),
    }),
  ),
})

export const startSampleOperation = operation({
  id: 'startSample',
  tag: 'organization',
  method: 'post',
  path: '/sample',
  summary: 'Loads the sample data, or goes on where it was stopped',
  status: 202,
  answer: nothing,
})

export const stopSampleOperation = operation({
  id: 'stopSample',
  tag: 'organization',
  method: 'post',
  path: '/sample/stop',
  summary: 'Stops the loading; what has arrived stays',
  status: 204,
  answer: nothing,
})

export const removeSampleOperation = operation({
  id: 'removeSample',
  tag: 'organization',
  method: 'delete',
  path: '/sample',
  summary: 'Removes all of the sample data',
  status: 202,
  answer: nothing,
})
