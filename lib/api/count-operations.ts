import { z } from 'zod'
import { STATES } from '@/lib/model/state'
import { LANE_KINDS } from '@/lib/query/list-address'
import { milliseconds, moment, named, optionalText, uuid } from './components'
import { state } from './execution-operations'
import { operation } from './operation'
import { q, windowParameters } from './parameters'

const count = z.int().min(0)
const question = { q, ...windowParameters }
/** The facets of the list; `lib/api/open-api.test.ts` holds that they are those of the query. */
export const FACET_NAMES = ['state', 'source', 'flow', 'environment', 'trigger'] as const

export const countExecutionsOperation = operation({
  id: 'countExecutions',
  tag: 'executions',
  path: '/executions/count',
  summary: 'How many executions a filter finds',
  query: question,
  answer: named(
    'ExecutionCount',
    z.object({ count, isCapped: z.boolean().describe('True when there are more than were counted.') }),
  ),
  example: 'q=state:failed&range=24h',
})

export const countByStateOperation = operation({
  id: 'countByState',
  tag: 'executions',
  path: '/executions/counts',
  summary: 'Executions by state over time',
  description: 'The bars above the list, in stretches of a length that a clock or a calendar knows.',
  query: question,
  answer: named(
    'StateCounts',
    z.object({
      stepMs: z.int().describe('The length of a stretch.'),
      items: z.array(z.object({ start: moment, state, count })),
    }),
  ),
  example: 'range=24h',
})

export const listFacetsOperation = operation({
  id: 'listFacets',
  tag: 'executions',
  path: '/executions/facets',
  summary: 'What executions can be narrowed to, with counts',
  description:
    'Each facet is counted as if its own part of the filter were not there; twelve values of each at most.',
  query: question,
  answer: named(
    'Facets',
    z.object({
      items: z.array(
        z.object({
          facet: z.enum(FACET_NAMES),
          value: z.string().describe('As the filter language takes it.'),
          count,
          isCapped: z.boolean().describe('True when older ones were not counted.'),
        }),
      ),
    }),
  ),
})

export const getHeatmapOperation = operation({
  id: 'getHeatmap',
  tag: 'executions',
  path: '/executions/heatmap',
  summary: 'Executions by when they began and how long they took',
  description: 'The newest 20 000.',
  query: question,
  answer: named(
    'Heatmap',
    z.object({
      stepMs: z.int(),
      edgesMs: z.array(z.number()).describe('Durations at which a row begins.'),
      items: z.array(
        z.object({
          start: moment,
          row: z.int().describe('How many of the edges they reached.'),
          count,
          broken: count,
        }),
      ),
      isCut: z.boolean(),
      oldest: moment.nullable(),
    }),
  ),
})

export const getTimelineOperation = operation({
  id: 'getTimeline',
  tag: 'executions',
  path: '/executions/timeline',
  summary: 'Executions as bars in lanes',
  description: 'The newest 3000.',
  query: { ...question, lanes: z.enum(LANE_KINDS).default('flow').describe('What the lanes are.') },
  answer: named(
    'Timeline',
    z.object({
      lanes: z.array(z.object({ id: uuid, name: optionalText })),
      items: z.array(
        z.object({
          id: uuid,
          laneId: uuid,
          state,
          at: moment,
          durationMs: milliseconds,
          hasEnded: z.boolean(),
        }),
      ),
      isCut: z.boolean(),
    }),
  ),
})

export const listSlowestOperation = operation({
  id: 'listSlowest',
  tag: 'executions',
  path: '/executions/slowest',
  summary: 'The fifty executions that took longest, or have been running longest',
  description: 'Among the newest 20 000.',
  query: question,
  answer: named(
    'SlowestExecutions',
    z.object({
      items: z.array(
        z.object({
          id: uuid,
          flow: z.string(),
          namespace: z.string(),
          title: optionalText,
          nativeId: z.string(),
          state,
          nativeState: optionalText,
          source: z.string(),
          environment: z.string(),
          occurredAt: moment,
          endedAt: moment.nullable(),
          durationMs: milliseconds,
          error: optionalText,
        }),
      ),
      isCut: z.boolean(),
    }),
  ),
})

export const suggestValuesOperation = operation({
  id: 'suggestValues',
  tag: 'executions',
  path: '/executions/values',
  summary: 'Values of a key of the filter language, the most frequent first',
  description: 'Among the newest 10 000 executions that the rest of the filter leaves; ten at most.',
  query: {
    ...question,
    key: z.string().max(200).default('state').describe('`flow`, `branch`, `label.tier` and so on.'),
    typed: z.string().max(200).default('').describe('What the values begin with or contain.'),
  },
  answer: named('Values', z.object({ items: z.array(z.object({ value: z.string(), count })) })),
  example: 'key=flow&typed=im',
})

const neighbour = z.object({
  id: uuid,
  title: optionalText,
  nativeId: z.string(),
  attempt: z.int(),
  state: z.enum(STATES),
  nativeState: optionalText,
  occurredAt: moment,
  durationMs: milliseconds,
})

const ofExecution = { id: z.guid().describe('Its id.') }

export const getNeighboursOperation = operation({
  id: 'getNeighbours',
  tag: 'executions',
  path: '/executions/{id}/neighbours',
  summary: 'The executions of the flow before and after, the last good one, and what is usual',
  params: ofExecution,
  answer: named(
    'Neighbours',
    z.object({
      previous: neighbour.nullable(),
      next: neighbour.nullable(),
      lastGood: neighbour.nullable(),
      usual: z
        .object({ count, p50Ms: z.number(), p95Ms: z.number() })
        .nullable()
        .describe('Null until enough have finished before it.'),
    }),
  ),
})

export const listUsualStepsOperation = operation({
  id: 'listUsualSteps',
  tag: 'executions',
  path: '/executions/{id}/usual-steps',
  summary: 'How long the steps of the flow usually take, by the good executions before this one',
  params: ofExecution,
  answer: named(
    'UsualSteps',
    z.object({ items: z.array(z.object({ name: z.string(), p50Ms: z.number() })) }),
  ),
})

export const listRelatedOperation = operation({
  id: 'listRelated',
  tag: 'executions',
  path: '/executions/{id}/related',
  summary: 'What hangs together with an execution: parent, children, attempts, the same trace',
  params: ofExecution,
  answer: named(
    'RelatedExecutions',
    z.object({
      items: z.array(
        z.object({
          id: uuid,
          relation: z.enum(['parent', 'child', 'attempt', 'retry_of', 'retried_by', 'same_trace']),
          flow: z.string(),
          title: optionalText,
          nativeId: z.string(),
          attempt: z.int(),
          state,
          nativeState: optionalText,
          durationMs: milliseconds,
        }),
      ),
      privateCount: count.describe('Related ones of teams that you may not read.'),
      isCut: z.boolean(),
    }),
  ),
})

const difference = z.object({ key: z.string(), a: optionalText, b: optionalText })
const differences = z.object({ differences: z.array(difference), sameCount: count })
const comparedTask = z.object({
  id: uuid,
  state,
  attempt: z.int(),
  durationMs: milliseconds,
  error: optionalText,
})

export const compareExecutionsOperation = operation({
  id: 'compareExecutions',
  tag: 'executions',
  path: '/executions/{id}/compare/{otherId}',
  summary: 'What differs between two executions',
  description: 'Times and ids of their own are left out: those differ always.',
  params: { ...ofExecution, otherId: z.guid().describe('The id of the other one.') },
  answer: named(
    'Comparison',
    z.object({
      facts: differences,
      durations: z.array(difference).describe('Those that differ by more than chance.'),
      tasks: z.object({
        differences: z.array(
          z.object({
            path: z.string(),
            a: comparedTask.nullable(),
            b: comparedTask.nullable(),
            of: z.array(z.enum(['state', 'duration', 'error', 'attempt'])),
          }),
        ),
        sameCount: count,
      }),
      labels: differences,
      attributes: differences,
      resource: differences,
      hasSpans: z.boolean().describe('False where a span is gone: attributes are not compared then.'),
    }),
  ),
})
