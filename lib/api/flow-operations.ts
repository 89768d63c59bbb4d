import { z } from 'zod'
import { FIGURE_DAYS, FLOW_SORTS } from '@/lib/flow/flow-address'
import { milliseconds, moment, named, optionalText, uuid } from './components'
import { executionPage, state } from './execution-operations'
import { operation } from './operation'
import { cursor, limit, q, windowParameters } from './parameters'

const outcome = z.object({ id: uuid, state, at: moment })
const count = z.int().min(0)

const flow = named(
  'Flow',
  z.object({
    id: uuid,
    name: z.string(),
    namespace: z.string(),
    source: z.string(),
    sourceKind: z.string(),
    environment: z.string(),
    team: z.string(),
    executions: count.describe('Of the days that were asked for, as are the next ones.'),
    good: count.describe('Ended well, with or without warnings.'),
    broken: count,
    p50Ms: milliseconds,
    p95Ms: milliseconds,
    outcomes: z.array(outcome).describe('The newest executions, at most twenty, newest first.'),
    lastError: z
      .object({
        executionId: uuid,
        state,
        at: moment,
        failedTask: optionalText,
        errorType: optionalText,
        error: optionalText,
      })
      .nullable(),
  }),
)

const flowDetail = named(
  'FlowDetail',
  z.object({
    id: uuid,
    name: z.string(),
    namespace: z.string(),
    sourceId: uuid,
    source: z.string(),
    sourceKind: z.string(),
    environment: z.string(),
    team: z.string(),
    isOwnedByRule: z.boolean().describe('True where a rule gave it to its team, not its source.'),
    codeOwner: optionalText.describe(
      'Whom CODEOWNERS names, where a rule that asks that gave it to its team.',
    ),
    dialect: z.string(),
    firstSeenAt: moment,
    isFavourite: z.boolean(),
    latest: outcome.extend({ nativeState: optionalText }).nullable(),
    days: z
      .array(
        z.object({
          day: z.string().describe('A day of UTC, `2026-11-21`.'),
          executions: count,
          succeeded: count,
          warned: count,
          broken: count,
          cancelled: count,
          skipped: count,
          active: count,
          p50Ms: milliseconds,
          p95Ms: milliseconds,
        }),
      )
      .describe('The last ninety days, those without executions left out, oldest first.'),
  }),
)

const ofFlow = { id: z.guid().describe('Its id.') }

export const listFlowsOperation = operation({
  id: 'listFlows',
  tag: 'flows',
  path: '/flows',
  summary: 'The catalogue of flows, fifty at a time',
  query: {
    q: z
      .string()
      .max(2000)
      .default('')
      .describe('A filter, as far as it speaks of flows; `state` is that of the newest execution.'),
    days: z.enum(FIGURE_DAYS).default('7').describe('Over how many days the figures are.'),
    sort: z.enum(FLOW_SORTS).default('name').describe('What they are ordered by.'),
    order: z.enum(['asc', 'desc']).default('asc').describe('Which way round.'),
    page: z.int().min(1).max(2000).default(1).describe('From 1.'),
  },
  answer: named(
    'Flows',
    z.object({
      items: z.array(flow),
      hasMore: z.boolean(),
      total: count.describe('How many there are on all pages.'),
    }),
  ),
  example: 'q=team:growth&sort=success',
})

export const getFlowOperation = operation({
  id: 'getFlow',
  tag: 'flows',
  path: '/flows/{id}',
  summary: 'One flow with its days',
  params: ofFlow,
  answer: flowDetail,
})

export const listFlowExecutionsOperation = operation({
  id: 'listFlowExecutions',
  tag: 'flows',
  path: '/flows/{id}/executions',
  summary: 'The executions of a flow, newest first',
  params: ofFlow,
  query: { q, ...windowParameters, limit, cursor },
  answer: executionPage,
})
