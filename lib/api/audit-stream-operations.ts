import { z } from 'zod'
import { newStreamBody, rotateStreamBody, streamBody } from '@/lib/input/audit-stream-form'
import { moment, named, optionalText, uuid } from './components'
import { nothing, operation } from './operation'

const count = z.int().min(0)
const ofStream = { id: z.guid().describe('The id of the stream.') }
const exampleTarget = { kind: 'webhook', settings: { url: 'https://siem.example.com/runledger' } }

const stream = named(
  'AuditStream',
  z.object({
    id: uuid,
    name: z.string(),
    target: streamBody.shape.target,
    shape: z.enum(['jsonl', 'ecs', 'ocsf']),
    filter: z.object({ teamIds: z.array(uuid).nullable(), actions: z.array(z.string()).nullable() }),
    hasSecret: z.boolean(),
    previousSecretUntil: moment
      .nullable()
      .describe('Until when webhooks are signed with the secret before, too.'),
    pausedAt: moment.nullable(),
    createdAt: moment,
    cursor: count.describe('The last entry that was sent or passed over.'),
    behind: count.describe('Entries of the log after it.'),
    behindSince: moment.nullable(),
    sent: count,
    missed: count.describe('Entries that retention removed before they were sent.'),
    lastSentAt: moment.nullable(),
    lastError: optionalText,
    failingSince: moment.nullable(),
    attempts: count.describe('Attempts that failed one after the other.'),
    nextAttemptAt: moment.nullable(),
  }),
)

export const listAuditStreamsOperation = operation({
  id: 'listAuditStreams',
  tag: 'audit',
  path: '/audit/streams',
  summary: 'Where the audit log is streamed to, and how that goes',
  description: 'For those who may read all of the log.',
  answer: named('AuditStreams', z.object({ items: z.array(stream) })),
})

export const addAuditStreamOperation = operation({
  id: 'addAuditStream',
  tag: 'audit',
  method: 'post',
  path: '/audit/streams',
  summary: 'Streams the audit log to one more place',
  description:
    'A webhook signed by Standard Webhooks, syslog over TLS or TCP, OTLP logs, or objects in S3. For owners.',
  body: newStreamBody,
  answer: named(
    'MadeAuditStream',
    z.object({
      streamId: uuid,
      secret: optionalText.describe('The secret that was made for a webhook, said once.'),
    }),
  ),
  exampleBody: { name: 'SIEM', target: exampleTarget },
})

export const updateAuditStreamOperation = operation({
  id: 'updateAuditStream',
  tag: 'audit',
  method: 'put',
  path: '/audit/streams/{id}',
  summary: 'Says where a stream goes and what it sends',
  description: 'For owners.',
  params: ofStream,
  body: streamBody,
  status: 204,
  answer: nothing,
  exampleBody: { name: 'SIEM', target: exampleTarget },
})

export const removeAuditStreamOperation = operation({
  id: 'removeAuditStream',
  tag: 'audit',
  method: 'delete',
  path: '/audit/streams/{id}',
  summary: 'Ends a stream',
  description: 'For owners.',
  params: ofStream,
  status: 204,
  answer: nothing,
})

export const pauseAuditStreamOperation = operation({
  id: 'pauseAuditStream',
  tag: 'audit',
  method: 'put',
  path: '/audit/streams/{id}/paused',
  summary: 'Pauses a stream, or has it read on from where it was',
  description: 'For owners.',
  params: ofStream,
  body: z.object({ isPaused: z.boolean() }),
  status: 204,
  answer: nothing,
  exampleBody: { isPaused: true },
})

export const rotateAuditStreamOperation = operation({
  id: 'rotateAuditStream',
  tag: 'audit',
  method: 'post',
  path: '/audit/streams/{id}/rotate',
  summary: 'Puts a new secret in place of a stream’s',
  description: 'Webhooks are signed with the old one, too, for a day. For owners.',
  params: ofStream,
  body: rotateStreamBody,
  answer: named(
    'RotatedAuditStream',
    z.object({ secret: optionalText.describe('The secret that was made for a webhook, said once.') }),
  ),
  exampleBody: {},
})

export const testAuditStreamOperation = operation({
  id: 'testAuditStream',
  tag: 'audit',
  method: 'post',
  path: '/audit/streams/{id}/test',
  summary: 'Sends one event that says that it is a test',
  description: 'For owners.',
  params: ofStream,
  answer: named(
    'AuditStreamTest',
    z.object({ error: optionalText.describe('Why it was not taken; null where it was.') }),
  ),
})

/** All of them, in the order in which they are read about. */
export const AUDIT_STREAM_OPERATIONS = [
  listAuditStreamsOperation,
  addAuditStreamOperation,
  updateAuditStreamOperation,
  removeAuditStreamOperation,
  pauseAuditStreamOperation,
  rotateAuditStreamOperation,
  testAuditStreamOperation,
]
