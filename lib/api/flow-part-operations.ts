import { z } from 'zod'
import { milliseconds, moment, named, optionalText, uuid } from './components'
import { state } from './execution-operations'
import { operation } from './operation'
import { cursor } from './parameters'

const count = z.int().min(0)
const ofFlow = { id: z.guid().describe('The id of the flow.') }

export const getFlowGridOperation = operation({
  id: 'getFlowGrid',
  tag: 'flows',
  path: '/flows/{id}/grid',
  summary: 'Executions of a flow × its tasks, a page of each',
  description: 'Twenty-five executions, newest last, and fifty tasks, those that broke first.',
  params: ofFlow,
  query: {
    cursor,
    page: z.int().min(1).max(100).default(1).describe('Of the tasks, from 1.'),
    broken: z.boolean().default(false).describe('Only tasks that broke in one of these executions.'),
  },
  answer: named(
    'FlowGrid',
    z.object({
      executions: z.array(
        z.object({ id: uuid, state, at: moment, durationMs: milliseconds, trigger: optionalText }),
      ),
      tasks: z.array(
        z.object({
          name: z.string(),
          hasBroken: z.boolean(),
          cells: z
            .array(
              z
                .object({
                  state,
                  durationMs: milliseconds,
                  attempt: z.int(),
                  count: count.describe('How many it stands for, where a task is mapped.'),
                  error: optionalText,
                  spanId: optionalText,
                })
                .nullable(),
            )
            .describe('One for each execution, in their order; null where the task has no part in it.'),
        }),
      ),
      taskCount: count,
      next: z.string().nullable().describe('Give it as `cursor` for older executions; null at the end.'),
    }),
  ),
})

export const listFlowTasksOperation = operation({
  id: 'listFlowTasks',
  tag: 'flows',
  path: '/flows/{id}/tasks',
  summary: 'How each task of a flow fares',
  description: 'Over its newest hundred executions; of repeated attempts the last one counts.',
  params: ofFlow,
  answer: named(
    'FlowTasks',
    z.object({
      items: z.array(
        z.object({
          name: z.string(),
          kind: optionalText,
          executions: count,
          broken: count,
          retries: count,
          p50Ms: milliseconds,
          p95Ms: milliseconds,
          lastError: z
            .object({ executionId: uuid, at: moment, errorType: optionalText, error: optionalText })
            .nullable(),
        }),
      ),
      isCut: z.boolean(),
    }),
  ),
})

export const listFlowVersionsOperation = operation({
  id: 'listFlowVersions',
  tag: 'flows',
  path: '/flows/{id}/versions',
  summary: 'Which versions and commits of a flow ran, and how they fared',
  description: 'Over its newest five thousand executions.',
  params: ofFlow,
  answer: named(
    'FlowVersions',
    z.object({
      items: z.array(
        z.object({
          version: optionalText,
          commit: optionalText.describe('The newest.'),
          commits: count,
          branch: optionalText,
          executions: count,
          good: count,
          broken: count,
          p95Ms: milliseconds,
          first: z.object({ id: uuid, at: moment }),
          last: z.object({ id: uuid, at: moment, state }),
        }),
      ),
      isCut: z.boolean(),
    }),
  ),
})

export const getFlowHistoryOperation = operation({
  id: 'getFlowHistory',
  tag: 'flows',
  path: '/flows/{id}/history',
  summary: 'The last failure, the last good execution, the newest durations, and when the version changed',
  params: ofFlow,
  answer: named(
    'FlowHistory',
    z.object({
      lastFailure: z
        .object({
          executionId: uuid,
          state,
          at: moment,
          failedTask: optionalText,
          errorType: optionalText,
          message: optionalText,
          spanId: optionalText,
        })
        .nullable(),
      lastGood: z.object({ id: uuid, at: moment }).nullable(),
      durations: z
        .array(z.object({ id: uuid, state, at: moment, durationMs: z.number() }))
        .describe('Of the newest 400 of ninety days that ended.'),
      versions: z
        .array(
          z.object({
            changeId: uuid,
            at: moment.describe('When the first execution with it began, else when it was made.'),
            from: count.nullable().describe('Number of the version before.'),
            to: count.nullable(),
            summary: z.string(),
            who: optionalText,
            merge: optionalText.describe('Number of the pull or merge request.'),
            isUnexplained: z.boolean(),
          }),
        )
        .describe('The newest 200 changes of version, newest first.'),
    }),
  ),
})

export const listFlowValuesOperation = operation({
  id: 'listFlowValues',
  tag: 'flows',
  path: '/flows/values',
  summary: 'What the catalogue can be narrowed to',
  answer: named(
    'FlowValues',
    z.object({
      teams: z.array(z.string()),
      sources: z.array(z.string()),
      environments: z.array(z.string()),
    }),
  ),
})
