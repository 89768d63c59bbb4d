import { z } from 'zod'
import { newSourceForm, newTokenBody, rotationBody, sourceChangeBody } from '@/lib/input/source-form'
import { EVENT_VERDICTS } from '@/lib/model/event'
import { STATES } from '@/lib/model/state'
import { moment, named, optionalText, pageOf, uuid } from './components'
import { told } from './event-operations'
import { nothing, operation } from './operation'
import { cursor, limit } from './parameters'
import { madeToken, tokenId, tokenStatus } from './token-operations'

const count = z.int().min(0)

const source = named(
  'Source',
  z.object({
    id: uuid,
    name: z.string(),
    kind: z.string(),
    environment: z.string(),
    team: z.string(),
    isSample: z.boolean(),
    lastReceivedAt: moment.nullable().describe('To the minute.'),
    lastDay: z
      .object({ stored: count, duplicate: count, rejected: count, redacted: count })
      .describe('What became of what it sent in the last 24 hours.'),
    tokens: count.describe('Ingest tokens that can be used.'),
  }),
)

const verdictCount = z.object({
  signal: z.string(),
  verdict: z.enum(['stored', 'duplicate', 'rejected', 'redacted']),
  reason: z.string(),
  count,
})

const rejection = {
  id: uuid,
  receivedAt: moment,
  signal: z.string(),
  reason: z.string(),
  path: optionalText,
  message: z.string(),
}

const sourceDetail = named(
  'SourceDetail',
  z.object({
    id: uuid,
    name: z.string(),
    slug: z.string(),
    kind: z.string(),
    environment: z.string(),
    recognition: z.enum(['automatic', 'always', 'never']),
    teamId: uuid,
    team: z.string(),
    createdAt: moment,
    counts: z.array(verdictCount).describe('What became of what it sent in the last 24 hours.'),
    rejections: z.array(z.object(rejection)).describe('The newest items that were refused.'),
    clockSkew: z
      .object({ spans: count, medianSeconds: z.number(), earliestSeconds: z.number() })
      .nullable()
      .describe(
        'How long after their end spans arrived; ahead is negative. Null when none came in the last hour.',
      ),
    lastChange: z.object({ by: z.string(), at: moment }).nullable(),
  }),
)

const ofSource = { id: z.guid().describe('The id of the source.') }

export const listSourcesOperation = operation({
  id: 'listSources',
  tag: 'sources',
  path: '/sources',
  summary: 'What sends telemetry here',
  answer: named('Sources', z.object({ items: z.array(source) })),
})

export const createSourceOperation = operation({
  id: 'createSource',
  tag: 'sources',
  method: 'post',
  path: '/sources',
  summary: 'Adds a source to a team',
  description: 'It sends by a token of its own, which is made for it next.',
  body: newSourceForm,
  status: 201,
  answer: sourceDetail,
  exampleBody: {
    name: 'Nightly builds',
    kind: 'opentelemetry',
    environment: 'production',
    teamId: '00000000-0000-0000-0000-000000000000',
  },
})

export const getSourceOperation = operation({
  id: 'getSource',
  tag: 'sources',
  path: '/sources/{id}',
  summary: 'One source with its health',
  params: ofSource,
  answer: sourceDetail,
})

export const updateSourceOperation = operation({
  id: 'updateSource',
  tag: 'sources',
  method: 'patch',
  path: '/sources/{id}',
  summary: 'Changes a source',
  description: 'Its short name and its kind stay. At least one field is needed.',
  params: ofSource,
  body: sourceChangeBody,
  status: 204,
  answer: nothing,
  exampleBody: { environment: 'staging' },
})

export const listRejectionsOperation = operation({
  id: 'listRejections',
  tag: 'sources',
  path: '/sources/{id}/rejections',
  summary: 'Items of a source that were refused, newest first',
  description: 'The newest thousand or so are kept, each with the item itself without its secrets.',
  params: ofSource,
  query: {
    reason: z.string().max(200).optional().describe('Only those that were refused for it.'),
    signal: z.string().max(40).optional().describe('Only `spans`, `logs` and so on.'),
    limit,
    cursor,
  },
  answer: pageOf(
    'RejectionPage',
    named('Rejection', z.object({ ...rejection, item: optionalText.describe('The item as JSON.') })),
  ),
})

export const countRejectionsOperation = operation({
  id: 'countRejections',
  tag: 'sources',
  path: '/sources/{id}/rejections/counts',
  summary: 'How many of the refused items are kept, by reason and signal',
  params: ofSource,
  answer: named(
    'RejectionCounts',
    z.object({ items: z.array(z.object({ reason: z.string(), signal: z.string(), count })) }),
  ),
})

export const getArrivalOperation = operation({
  id: 'getArrival',
  tag: 'sources',
  path: '/sources/{id}/arrival',
  summary: 'What a source sent has become so far',
  params: ofSource,
  answer: named(
    'Arrival',
    z.object({
      counts: z.array(verdictCount),
      execution: z
        .object({
          id: uuid,
          flow: z.string(),
          title: optionalText,
          state: z.enum(STATES),
          nativeState: optionalText,
          isFinished: z.boolean(),
          isBroken: z.boolean(),
          failedTask: optionalText,
        })
        .nullable(),
      trace: z.object({ id: z.string(), rootName: optionalText }).nullable(),
      rejection: z.object({ path: optionalText, message: z.string() }).nullable(),
      event: z
        .object({
          ...{ id: uuid, type: z.string(), subject: optionalText, verdict: z.enum(EVENT_VERDICTS) },
          ...{ because: optionalText, receivedAt: moment, told: z.array(told) },
          text: optionalText.describe('The beginning of what it said, without its secrets.'),
        })
        .nullable()
        .describe('The newest event that told of something, or the newest one.'),
    }),
  ),
})

const ingestToken = named(
  'IngestToken',
  z.object({
    id: z.string(),
    name: z.string(),
    status: tokenStatus,
    createdAt: moment,
    createdBy: optionalText,
    expiresAt: moment.nullable(),
    revokedAt: moment.nullable(),
    lastUsedAt: moment.nullable().describe('To the minute.'),
    userAgent: optionalText,
  }),
)

const ofIngestToken = { ...ofSource, tokenId: tokenId.describe('The id of the token, which stands in it.') }

export const listIngestTokensOperation = operation({
  id: 'listIngestTokens',
  tag: 'sources',
  path: '/sources/{id}/tokens',
  summary: 'The tokens by which a source sends',
  params: ofSource,
  answer: named('IngestTokens', z.object({ items: z.array(ingestToken) })),
})

export const createIngestTokenOperation = operation({
  id: 'createIngestToken',
  tag: 'sources',
  method: 'post',
  path: '/sources/{id}/tokens',
  summary: 'Makes a token by which a source sends',
  params: ofSource,
  body: newTokenBody,
  status: 201,
  answer: madeToken,
  exampleBody: { name: 'Cluster west', expiresInDays: 365 },
})

export const getIngestTokenOperation = operation({
  id: 'getIngestToken',
  tag: 'sources',
  path: '/sources/{id}/tokens/{tokenId}',
  summary: 'One token of a source, without the token itself',
  params: ofIngestToken,
  answer: ingestToken,
})

export const revokeIngestTokenOperation = operation({
  id: 'revokeIngestToken',
  tag: 'sources',
  method: 'delete',
  path: '/sources/{id}/tokens/{tokenId}',
  summary: 'Ends a token of a source',
  description: 'Receivers remember a good token for up to five seconds.',
  params: ofIngestToken,
  status: 204,
  answer: nothing,
})

export const rotateIngestTokenOperation = operation({
  id: 'rotateIngestToken',
  tag: 'sources',
  method: 'post',
  path: '/sources/{id}/tokens/{tokenId}/rotate',
  summary: 'Makes a token in place of another, which stays good for some hours',
  params: ofIngestToken,
  body: rotationBody,
  status: 201,
  answer: madeToken,
  exampleBody: { overlapHours: 24 },
})
