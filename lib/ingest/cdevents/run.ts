import { cutText } from '@/lib/executions/cut-text'
import { nativeKey } from '@/lib/executions/execution-key'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import type { ExecutionReference, ExecutionTelling } from '@/lib/model/event'
import type { ErrorObservation, StateObservation, UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { chainKey, eventKey } from './links'
import { stateOf } from './outcome'

/** Subjects that run, how a flow of them is named, and in which subject they lie. */
const RUNS: Readonly<
  Record<string, { nameOf: (content: JsonReader) => string | undefined; within?: string }>
> = {
  pipelinerun: { nameOf: (content) => content.at('pipelineName').text() },
  taskrun: { nameOf: (content) => content.at('taskName').text(), within: 'pipelineRun' },
  build: { nameOf: () => undefined },
  testsuiterun: { nameOf: (content) => nameOf(content.at('testSuite')) },
  testcaserun: { nameOf: (content) => nameOf(content.at('testCase')), within: 'testSuiteRun' },
}

/** Subjects as they are called where they have no name of their own. */
const CALLED: Readonly<Record<string, string>> = {
  pipelinerun: 'pipelineRun',
  taskrun: 'taskRun',
  build: 'build',
  testsuiterun: 'testSuiteRun',
  testcaserun: 'testCaseRun',
}

const nameOf = (of: JsonReader): string | undefined => of.at('name').text() ?? of.at('id').text()

export const isRun = (subject: string): boolean => Object.hasOwn(RUNS, subject)

/** One event that says something of a run. */
export type RunEvent = {
  of: JsonReader
  /** Of the type: `pipelinerun`, `finished`. */
  subject: string
  predicate: string
  id: string
  /** Of the subject, or else of the event. */
  source: string
  eventId: string
  at: UnixNano
  chainId: string | undefined
  traceparent: string | undefined
  links: ExecutionReference[]
}

/**
 * Every run is an execution, task runs and test cases too: an event names the run that it lies in by its id alone, and
 * not the flow of that, so they are linked to it instead.
 */
export function runTelling(event: RunEvent): ExecutionTelling {
  const { of, subject, predicate, id, source, at } = event
  const content = of.at('subject', 'content')
  const state = stateOf(subject, predicate, content, at)
  const name = RUNS[subject]?.nameOf(content)
  const namespace = namespaceOf(source, id)
  const keys = [eventKey(event.eventId), ...runKeys(subject, id, source)]
  const isChainOwn = event.chainId !== undefined && subject === 'pipelinerun'
  return {
    about: 'execution',
    of: toldIdentity(namespace, name ?? CALLED[subject] ?? subject, id),
    at,
    states: [state],
    ...timesOf(predicate, at),
    errors: errorsOf(content, state),
    trigger: content.at('trigger', 'type').text(),
    environment: content.at('environment', 'id').text(),
    url: content.at('uri').text() ?? content.at('url').text(),
    labels: labelsOf(content),
    keys: isChainOwn ? [...keys, chainKey(event.chainId ?? '')] : keys,
    references: [
      ...parentOf(event, content),
      ...chainOf(event),
      ...event.links,
      ...mentionsIn({ traceparent: event.traceparent }, 'cloudevent', keys),
      ...mentionsIn(of.at('customData').value, 'customData', keys),
    ],
  }
}

/** Some name a source anew for every run, with the run at its end. */
function namespaceOf(source: string, id: string): string {
  const last = `/${id.slice(id.lastIndexOf('/') + 1)}`
  const shorter = source.endsWith(last) ? source.slice(0, -last.length) : source
  return shorter === '' ? 'cdevents' : shorter
}

const runKeys = (subject: string, id: string, source: string): string[] => [
  nativeKey('cdevents', subject, id),
  nativeKey('cdevents', subject, source, id),
]

const timesOf = (predicate: string, at: UnixNano) =>
  inOrder({
    queuedAt: predicate === 'queued' ? at : undefined,
    startedAt: predicate === 'started' ? at : undefined,
    endedAt: predicate === 'finished' || predicate === 'skipped' ? at : undefined,
  })

function errorsOf(content: JsonReader, state: StateObservation): ErrorObservation[] | undefined {
  if (!isTerminal(state.state) || !isBroken(state.state)) return undefined
  const listed = content.at('errors').items()
  const texts = [
    ...listed.map((each) => each.text()),
    content.at('errors').text(),
    content.at('reason').text(),
  ]
  const message = texts.find((text) => text !== undefined)
  return [
    {
      type: content.at('severity').text() ?? state.word,
      message: message === undefined ? `It ended as ${cutText(state.word, 200)}.` : toldMessage(message),
      at: state.at,
      spanId: null,
      rank: message === undefined ? 0 : 2,
    },
  ]
}

function labelsOf(content: JsonReader): Record<string, string> {
  const told: [string, string | undefined][] = [
    ['cdevents.artifact', content.at('artifactId').text()],
    ['cdevents.test_type', content.at('testCase', 'type').text()],
    ['cdevents.trigger_uri', content.at('trigger', 'uri').text()],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}

/** An id of few characters is not one of a kind. */
function parentOf({ subject }: RunEvent, content: JsonReader): ExecutionReference[] {
  const within = RUNS[subject]?.within
  if (within === undefined) return []
  const id = content.at(within, 'id').text()
  if (id === undefined) return []
  const source = content.at(within, 'source').text()
  const kind = within.toLowerCase()
  const evidence = `${within}.id`
  return source === undefined
    ? [
        {
          kind: 'parent',
          key: nativeKey('cdevents', kind, id),
          confidence: id.length < 8 ? 'possible' : 'likely',
          evidence,
        },
      ]
    : [{ kind: 'parent', key: nativeKey('cdevents', kind, source, id), confidence: 'certain', evidence }]
}

/** Pipelines of one chain are beside each other; what else is in it hangs from them. */
function chainOf({ chainId, subject }: RunEvent): ExecutionReference[] {
  if (chainId === undefined) return []
  const kind = subject === 'pipelinerun' ? 'link' : 'root'
  return [{ kind, key: chainKey(chainId), confidence: 'likely', evidence: 'chainId' }]
}
