import { z } from 'zod'
import { moment, named, optionalText, uuid } from './components'
import { operation } from './operation'

const count = z.int().min(0)

const source = named(
  'Source',
  z.object({
    id: uuid,
    name: z.string(),
    kind: z.string(),
    environment: z.string(),
    team: z.string(),
    lastReceivedAt: moment.nullable().describe('To the minute.'),
    lastDay: z
      .object({ stored: count, duplicate: count, rejected: count, redacted: count })
      .describe('What became of what it sent in the last 24 hours.'),
    tokens: count.describe('Ingest tokens that can be used.'),
  }),
)

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
    counts: z
      .array(
        z.object({
          signal: z.string(),
          verdict: z.enum(['stored', 'duplicate', 'rejected', 'redacted']),
          reason: z.string(),
          count,
        }),
      )
      .describe('What became of what it sent in the last 24 hours.'),
    rejections: z
      .array(
        z.object({
          id: uuid,
          receivedAt: moment,
          signal: z.string(),
          reason: z.string(),
          path: optionalText,
          message: z.string(),
        }),
      )
      .describe('The newest items that were refused.'),
  }),
)

export const listSourcesOperation = operation({
  id: 'listSources',
  tag: 'sources',
  path: '/sources',
  summary: 'What sends telemetry here',
  answer: named('Sources', z.object({ items: z.array(source) })),
})

export const getSourceOperation = operation({
  id: 'getSource',
  tag: 'sources',
  path: '/sources/{id}',
  summary: 'One source with its health',
  params: { id: z.guid().describe('Its id.') },
  answer: sourceDetail,
})
