import { told, withChanges } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { inOrder } from '@/lib/ingest/events/told-times'
import type { DecodedEvent, ExecutionTelling, ToldIdentity } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { runDeployed } from './changes'
import { type GithubEvent, runIdentity, runKeys, stateOf } from './github-event'
import { workflowFlow } from './workflow-flow'

/** A run of a workflow, when it was requested, began or ended: null where it does not say which. */
export function decodeWorkflowRun({ of, named, receivedAt }: GithubEvent): DecodedEvent | null {
  const run = of.at('workflow_run')
  const path = pathOf(of, run)
  const identity = runIdentity({
    repository: of.at('repository', 'full_name').text() ?? run.at('repository', 'full_name').text(),
    workflow: workflowFlow(of.at('workflow', 'name').text() ?? run.at('name').text(), path) ?? undefined,
    runId: run.at('id').text(),
    attempt: run.at('run_attempt').count(1),
  })
  if (identity === null) return null
  const at = run.at('updated_at').time() ?? receivedAt
  const url = pageOf(run, identity)
  const keys = runKeys(identity, run.at('html_url').text())
  const telling: ExecutionTelling = {
    about: 'execution',
    of: identity,
    at,
    ...progressOf(run, identity, at),
    title: run.at('display_title').text() ?? numberOf(run),
    trigger: run.at('event').text(),
    actor: run.at('triggering_actor', 'login').text() ?? run.at('actor', 'login').text(),
    commit: run.at('head_sha').text(),
    branch: run.at('head_branch').text(),
    url,
    labels: labelsOf(run, path),
    keys,
    // A name of the run that is made of its inputs is the one place where GitHub shows what was handed over.
    references: mentionsIn({ display_title: run.at('display_title').text() }, 'workflow_run', keys),
    ...retryOf(identity),
  }
  return withChanges(told(named, [telling]), runDeployed(of, { execution: identity, path, at, url }))
}

function progressOf(run: JsonReader, { attempt }: ToldIdentity, at: UnixNano): Partial<ExecutionTelling> {
  const state = stateOf(run, at)
  const isOver = state !== null && isTerminal(state.state)
  const beganAt = run.at('run_started_at').time()
  const word = state?.word ?? ''
  return {
    ...(state === null ? {} : { states: [state] }),
    ...inOrder({
      // The first attempt's creation says nothing about how long a later one waited.
      queuedAt: attempt > 1 ? beganAt : (run.at('created_at').time() ?? beganAt),
      startedAt: isOver || state?.state === 'running' ? beganAt : undefined,
      endedAt: isOver ? at : undefined,
    }),
    ...(state !== null && isBroken(state.state)
      ? { errors: [{ type: word, message: `The run ended as ${word}.`, at, spanId: null, rank: 0 }] }
      : {}),
  }
}

/** The file of the workflow, without the ref that some payloads put behind it. */
const pathOf = (of: JsonReader, run: JsonReader): string | undefined =>
  (run.at('path').text() ?? of.at('workflow', 'path').text())?.split('@')[0]

function pageOf(run: JsonReader, { attempt }: ToldIdentity): string | undefined {
  const page = run.at('html_url').text()
  return page === undefined || attempt === 1 ? page : `${page}/attempts/${attempt}`
}

const numberOf = (run: JsonReader): string | undefined => {
  const number = run.at('run_number').count()
  return number === undefined ? undefined : `#${number}`
}

function labelsOf(run: JsonReader, path: string | undefined): Record<string, string> {
  const number = run.at('run_number').count()
  const [pullRequest] = run.at('pull_requests').items()
  const pull = pullRequest?.at('number').count()
  return {
    ...(path === undefined ? {} : { 'github.path': path }),
    ...(number === undefined ? {} : { 'github.run_number': String(number) }),
    ...(pull === undefined ? {} : { 'github.pull_request': String(pull) }),
  }
}

const retryOf = (of: ToldIdentity): Pick<ExecutionTelling, 'links'> =>
  of.attempt === 1
    ? {}
    : {
        links: [
          { kind: 'retry_of', of: { ...of, attempt: of.attempt - 1 }, evidence: `run_attempt ${of.attempt}` },
        ],
      }
