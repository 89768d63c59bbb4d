import { z } from 'zod'
import { STATES } from '@/lib/model/state'
import { milliseconds, moment, named, optionalText, pageOf, uuid } from './components'
import { logPage, logParameters } from './log-schemas'
import { operation } from './operation'
import { cursor, limit, q, windowParameters } from './parameters'

export const state = z.enum(STATES).describe('Our word for how it stands; the tool’s own is `nativeState`.')

const executionFields = {
  id: uuid,
  nativeId: z.string().describe('What the tool itself calls it.'),
  attempt: z.int(),
  state,
  nativeState: optionalText,
  flowId: uuid,
  flow: z.string(),
  namespace: z.string(),
  title: optionalText,
  teamId: uuid,
  team: z.string().describe('Its short name, as filters take it.'),
  sourceId: uuid,
  source: z.string().describe('Its short name, as filters take it.'),
  sourceKind: z.string(),
  environment: z.string(),
  queuedAt: moment.nullable(),
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  durationMs: milliseconds,
  trigger: optionalText,
  actor: optionalText,
  failedTask: optionalText.describe('The step that failed first.'),
  errorType: optionalText,
  errorMessage: optionalText,
  version: optionalText,
  commit: optionalText,
  branch: optionalText,
  url: optionalText.describe('Where the tool shows it, as the tool said: check it before you open it.'),
  traceId: optionalText,
  labels: z.record(z.string(), z.string()),
}

export const execution = named(
  'Execution',
  z.object({ ...executionFields, occurredAt: moment.describe('What lists are ordered by.') }),
)

const executionDetail = named(
  'ExecutionDetail',
  z.object({
    ...executionFields,
    spanId: optionalText,
    parentId: uuid.nullable(),
    retryOfId: uuid.nullable(),
    transitions: z.array(
      z.object({ state, word: z.string().describe('The tool’s own word.'), at: moment.nullable() }),
    ),
    links: z.array(
      z.object({
        kind: z.enum(['parent', 'retry_of', 'root', 'link']),
        executionId: uuid.nullable(),
        traceId: optionalText,
        evidence: z.string(),
      }),
    ),
    receivedAt: moment,
    updatedAt: moment,
  }),
)

const taskRun = named(
  'TaskRun',
  z.object({
    id: uuid,
    parentId: uuid.nullable(),
    name: z.string(),
    kind: optionalText,
    nativeId: optionalText,
    mapIndex: z.int().nullable(),
    attempt: z.int(),
    state,
    nativeState: optionalText,
    queuedAt: moment.nullable(),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    durationMs: milliseconds,
    errorType: optionalText,
    errorMessage: optionalText,
    worker: optionalText,
    url: optionalText,
    traceId: optionalText,
    spanId: optionalText,
  }),
)

const ofExecution = { id: z.guid().describe('Its id.') }

export const executionPage = pageOf('ExecutionPage', execution)

export const listExecutionsOperation = operation({
  id: 'listExecutions',
  tag: 'executions',
  path: '/executions',
  summary: 'Executions, newest first',
  description:
    'By the filter of the executions list. A filter that names executions by id looks at all times, whatever the window.',
  query: { q, ...windowParameters, limit, cursor },
  answer: executionPage,
  example: 'q=state:failed&range=24h&limit=20',
})

export const getExecutionOperation = operation({
  id: 'getExecution',
  tag: 'executions',
  path: '/executions/{id}',
  summary: 'One execution',
  params: ofExecution,
  answer: executionDetail,
})

export const listTaskRunsOperation = operation({
  id: 'listTaskRuns',
  tag: 'executions',
  path: '/executions/{id}/tasks',
  summary: 'The task runs of an execution, in order of start',
  params: ofExecution,
  answer: named(
    'TaskRuns',
    z.object({
      items: z.array(taskRun),
      isCut: z.boolean().describe('True when there are more; those that broke are among these.'),
    }),
  ),
})

export const listExecutionLogsOperation = operation({
  id: 'listExecutionLogs',
  tag: 'executions',
  path: '/executions/{id}/logs',
  summary: 'The log records of an execution, oldest first',
  description: 'Those of its own span and of the spans under it, a thousand at a time.',
  params: ofExecution,
  query: logParameters,
  answer: logPage,
})
