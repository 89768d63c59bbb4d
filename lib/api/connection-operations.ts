import { z } from 'zod'
import { connectionBody } from '@/lib/input/connection-form'
import { STATES } from '@/lib/model/state'
import { moment, named, optionalText, uuid } from './components'
import { nothing, operation } from './operation'

const count = z.int().min(0)

const ofSource = { id: z.guid().describe('The id of the source.') }

const polling = z.object({
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  error: optionalText.describe('What went wrong in the last round.'),
  failures: count.describe('Rounds in a row that went wrong.'),
  items: count.describe('What was read since the beginning.'),
  corrections: count.describe('Executions whose state was put right by asking.'),
})

export const getConnectionOperation = operation({
  id: 'getConnection',
  tag: 'sources',
  path: '/sources/{id}/connection',
  summary: 'How a source is connected, without its secrets',
  params: ofSource,
  answer: named(
    'SourceConnection',
    z.object({
      sourceId: uuid,
      verifier: optionalText.describe('How its webhooks are proven; null by an ingest token.'),
      hasSecret: z.boolean(),
      previousSecretUntil: moment.nullable().describe('Until then the secret before is taken too.'),
      pollUrl: optionalText,
      hasPollSettings: z.boolean(),
      isPolled: z.boolean(),
      updatedAt: moment.nullable(),
      polling: polling.nullable(),
    }),
  ),
})

export const setConnectionOperation = operation({
  id: 'setConnection',
  tag: 'sources',
  method: 'put',
  path: '/sources/{id}/connection',
  summary: 'Says how a source’s webhooks are proven, and where its tool’s API is asked',
  description: 'What is left out stays. Secrets are kept encrypted and are told by no answer.',
  params: ofSource,
  body: connectionBody,
  status: 204,
  answer: nothing,
  exampleBody: { webhook: { proof: 'hmac', secret: 'a-long-and-random-text', overlapHours: 24 } },
})

export const testConnectionOperation = operation({
  id: 'testConnection',
  tag: 'sources',
  method: 'post',
  path: '/sources/{id}/connection/test',
  summary: 'Asks the tool’s API once, and says what is found',
  description:
    'It reads the first page of what the next round would, with what is set, and stores nothing. Ends after 20 s or 150 answers of the tool; six times a minute for each source.',
  params: ofSource,
  answer: named(
    'ConnectionTest',
    z.object({
      error: optionalText.describe('What went wrong; null where the tool answered.'),
      answers: count.describe('How many the tool gave.'),
      tookMs: z.number(),
      missing: z.array(z.string()).describe('A few addresses at which the tool knows nothing (404).'),
      page: z
        .object({
          items: count,
          isFirst: z.boolean().describe('True where no round has been before; else it is what is new since.'),
          types: z.array(z.object({ type: z.string(), count })),
          examples: z.array(
            z.object({
              type: z.string(),
              subject: optionalText,
              because: optionalText.describe('Why nothing would come of it.'),
            }),
          ),
        })
        .nullable()
        .describe('Null where it was not read to its end.'),
    }),
  ),
})

const mapping = z
  .record(z.string(), z.unknown())
  .describe(
    'Which places of a payload are the flow, the id, the state and so on: see docs/guides/mapping.md.',
  )

export const getMappingOperation = operation({
  id: 'getMapping',
  tag: 'sources',
  path: '/sources/{id}/mapping',
  summary: 'How the payloads of a source are read that no tool of ours reads',
  params: ofSource,
  answer: named(
    'EventMapping',
    z.object({
      sourceId: uuid,
      mapping: z.unknown().describe('An object, as `setMapping` takes it; null where none was set.'),
      sample: optionalText.describe('The last payload that came, without its secrets.'),
    }),
  ),
})

const EXAMPLE = {
  execution: { flow: { path: 'job' }, id: { path: 'run' }, state: { path: 'status' } },
  states: { DONE: 'success' },
}

export const setMappingOperation = operation({
  id: 'setMapping',
  tag: 'sources',
  method: 'put',
  path: '/sources/{id}/mapping',
  summary: 'Sets how payloads are read from now on',
  description: 'What came before is read again by `replayEvents`.',
  params: ofSource,
  body: z.object({ mapping }),
  status: 204,
  answer: nothing,
  exampleBody: { mapping: EXAMPLE },
})

const state = z.enum(STATES).nullable()
const times = { startedAt: optionalText, endedAt: optionalText }

export const previewMappingOperation = operation({
  id: 'previewMapping',
  tag: 'sources',
  method: 'post',
  path: '/sources/{id}/mapping/preview',
  summary: 'What would come of a sample by a mapping',
  description: 'Nothing is kept. Times are nanoseconds since 1970.',
  params: ofSource,
  body: z.object({ mapping, sample: z.unknown().describe('A payload, as JSON.') }),
  answer: named(
    'MappingPreview',
    z.object({
      problems: z.array(z.object({ place: z.string(), message: z.string() })),
      fields: z.array(
        z.object({
          field: z.string(),
          path: optionalText,
          found: optionalText.describe('The first value that was found.'),
          isNeeded: z.boolean().describe('True where nothing comes of an event without it.'),
        }),
      ),
      words: z.array(z.object({ word: z.string(), state: state.describe('Null where nobody knows.') })),
      events: z.array(
        z.object({
          type: z.string(),
          subject: optionalText,
          because: optionalText.describe('Why nothing would come of it.'),
          execution: z
            .object({
              namespace: z.string(),
              flow: z.string(),
              id: z.string(),
              attempt: z.int(),
              state,
              queuedAt: optionalText,
              ...times,
              error: optionalText,
            })
            .nullable(),
          tasks: z.array(z.object({ id: z.string(), name: z.string(), state, ...times })),
        }),
      ),
    }),
  ),
  exampleBody: { mapping: EXAMPLE, sample: { job: 'nightly', run: '17', status: 'DONE' } },
})
