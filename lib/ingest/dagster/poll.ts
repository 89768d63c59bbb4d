import { JsonReader } from '@/lib/ingest/events/json-reader'
import { addressOf, settingOf } from '@/lib/ingest/events/poll-settings'
import { windowOf, within } from '@/lib/ingest/events/poll-window'
import type { PolledItem } from '@/lib/ingest/events/polled-item'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import { decodeDagster } from './decode'

const PAGE = 50
const MAX_EVENT_PAGES = 20
const EVENT_PAGE = 1_000

const RUN = `
  runId jobName status creationTime startTime endTime updateTime rootRunId parentRunId
  repositoryOrigin { repositoryName repositoryLocationName }
  tags { key value }
  stepStats { stepKey status startTime endTime attempts { startTime endTime } }`

const RUNS = `query RunledgerRuns($filter: RunsFilter, $cursor: String, $limit: Int) {
  runsOrError(filter: $filter, cursor: $cursor, limit: $limit) {
    __typename
    ... on Runs { results { ${RUN} } }
    ... on Error { message }
  }
}`

const ONE_RUN = `query RunledgerRun($runId: ID!) {
  runOrError(runId: $runId) {
    __typename
    ... on Run { ${RUN} }
    ... on Error { message }
  }
}`

const ERRORS = `query RunledgerErrors($runId: ID!, $after: String, $limit: Int) {
  runOrError(runId: $runId) {
    __typename
    ... on Run {
      eventConnection(afterCursor: $after, limit: $limit) {
        cursor
        hasMore
        events {
          __typename
          ... on MessageEvent { stepKey timestamp message }
          ... on ExecutionStepFailureEvent { error { className message cause { className message } } }
          ... on RunFailureEvent { error { className message cause { className message } } }
        }
      }
    }
  }
}`

/** Dagster's GraphQL API: runs that changed since the last round, with their steps, and the errors of those that failed. */
export const dagsterPoll: Poll = {
  credentials: [
    { name: 'token', label: 'User token (Dagster+)', isSecret: true, isOptional: true },
    {
      name: 'deployment',
      label: 'Name of this deployment: `dagster` unless OpenLineage is given another namespace',
      isSecret: false,
      isOptional: true,
    },
  ],
  everySeconds: 30,
  async *round(api, cursor) {
    const window = windowOf(api, cursor)
    const { from, next, kept } = window
    // Newest first by their making; a round cut short goes on below the last run that it had.
    let last = kept.at('last').text()
    for (let isMore = true; isMore; ) {
      const filter = { updatedAfter: from.getTime() / 1_000 }
      const answer = await ask(api, RUNS, { filter, cursor: last ?? null, limit: PAGE })
      const found = expect(answer.at('runsOrError'), 'Runs').at('results').items()
      const items: PolledItem[] = []
      for (const run of found) items.push(await wrap(api, run))
      last = found.at(-1)?.at('runId').text() ?? last
      isMore = found.length === PAGE
      yield { items, cursor: isMore ? within(window, { last }) : { since: next } }
    }
  },
  async ask(api, { nativeId }) {
    const answer = (await ask(api, ONE_RUN, { runId: nativeId })).at('runOrError')
    if (answer.at('__typename').text() === 'RunNotFoundError') return null
    return wrap(api, expect(answer, 'Run'))
  },
  decode: decodeDagster,
}

/** Answers of GraphQL are successes of HTTP whatever they say. */
async function ask(api: ToolApi, query: string, variables: Record<string, unknown>): Promise<JsonReader> {
  const token = settingOf(api.settings, 'token')
  const headers: Record<string, string> = token === undefined ? {} : { 'dagster-cloud-api-token': token }
  const answer = new JsonReader(await api.post('/graphql', { query, variables }, headers))
  const refused = answer.at('errors', 0, 'message').text()
  if (refused !== undefined) throw new Error(`Dagster refused the query: ${refused}`)
  return answer.at('data')
}

function expect(answer: JsonReader, type: string): JsonReader {
  if (answer.at('__typename').text() === type) return answer
  const message = answer.at('message').text() ?? answer.at('__typename').text() ?? 'no answer'
  throw new Error(`Dagster gave no ${type}: ${message}`)
}

async function wrap(api: ToolApi, run: JsonReader): Promise<PolledItem> {
  const runId = run.at('runId').text()
  const hasFailed = run.at('status').text() === 'FAILURE' && runId !== undefined
  const { __typename: _, ...item } = Object(run.value)
  const deployment = settingOf(api.settings, 'deployment')
  const ui = addressOf(api.settings)
  return {
    kind: 'run',
    item: hasFailed ? { ...item, errors: await errorsOf(api, runId) } : item,
    ...(deployment === undefined ? {} : { deployment }),
    ...(ui === undefined ? {} : { ui }),
  }
}

/** Errors from the events of a run, the innermost of what was wrapped: the same as the sensor sends. */
async function errorsOf(api: ToolApi, runId: string): Promise<unknown[]> {
  const errors: unknown[] = []
  let after: string | null = null
  for (let page = 0; page < MAX_EVENT_PAGES; page++) {
    const answer: JsonReader = await ask(api, ERRORS, { runId, after, limit: EVENT_PAGE })
    const connection = answer.at('runOrError', 'eventConnection')
    for (const event of connection.at('events').items()) {
      if (!/^(ExecutionStepFailure|RunFailure)Event$/.test(event.at('__typename').text() ?? '')) continue
      const outer = event.at('error')
      const error = outer.at('cause').isObject ? outer.at('cause') : outer
      errors.push({
        stepKey: event.at('stepKey').text() ?? null,
        timestamp: event.at('timestamp').value,
        className: error.at('className').text() ?? null,
        message: error.at('message').text() ?? event.at('message').text() ?? null,
      })
    }
    after = connection.at('cursor').text() ?? null
    if (connection.at('hasMore').boolean() !== true || after === null) break
  }
  return errors
}
