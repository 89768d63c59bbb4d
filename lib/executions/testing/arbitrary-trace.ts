import fc from 'fast-check'
import type { ErrorObservation, ExecutionIdentity, StateObservation } from '@/lib/model/fact'
import type { LogError, SkeletonSpan, TraceSkeleton } from '@/lib/model/skeleton'
import type { SpanMark } from '@/lib/model/span-mark'
import { STATES } from '@/lib/model/state'

const SOURCE_ID = '0f0f0f0f-0000-4000-8000-000000000002'
const SPAN_IDS = Array.from({ length: 8 }, (_, index) => `00000000000000${(index + 16).toString(16)}`)

// Few of each, so that spans meet in the same second, execution, task and error.
const at = fc.integer({ min: 0, max: 9 }).map((second) => `176000000${second}000000000`)
const word = fc.constantFrom('done', 'broken', 'ERROR', 'OK')

const observation: fc.Arbitrary<StateObservation> = fc.record(
  {
    state: fc.constantFrom(...STATES),
    word,
    at,
    precedence: fc.constantFrom(0, 1, 2, 3, 4),
    reopens: fc.constant(true as const),
  },
  { requiredKeys: ['state', 'word', 'at', 'precedence'] },
)

/** Observations of one thing, as several witnesses may make them. */
export const observations: fc.Arbitrary<StateObservation[]> = fc.array(observation, { maxLength: 4 })

const error: fc.Arbitrary<ErrorObservation> = fc.record({
  type: fc.constantFrom(null, 'ValueError'),
  message: fc.constantFrom('bad row', 'no disk', '🙂'),
  at,
  spanId: fc.constantFrom(null, ...SPAN_IDS.slice(0, 3)),
  rank: fc.constantFrom(0, 1, 2),
})

const identity: fc.Arbitrary<ExecutionIdentity> = fc.record({
  sourceId: fc.constant(SOURCE_ID),
  namespace: fc.constant('shop'),
  flow: fc.constantFrom('orders', 'stock'),
  nativeId: fc.constantFrom('1', '2'),
  attempt: fc.constantFrom(1, 2),
})

const task = fc.record({
  nativeId: fc.constantFrom(null, 'a', 'b'),
  name: fc.constantFrom('extract', 'load'),
  kind: fc.constantFrom(null, 'step'),
  mapIndex: fc.constantFrom(null, 0, 1),
  attempt: fc.constantFrom(1, 2),
})

const link = fc.record(
  {
    kind: fc.constantFrom('parent', 'retry_of', 'root', 'link'),
    execution: identity,
    traceId: fc.constantFrom('aa', 'bb'),
    spanId: fc.constantFrom(...SPAN_IDS),
    evidence: fc.constantFrom('said so', 'span link'),
  },
  { requiredKeys: ['kind', 'evidence'] },
)

const said = fc.record(
  {
    states: observations,
    executionStates: observations,
    queuedAt: at,
    startedAt: at,
    endedAt: at,
    errors: fc.array(error, { maxLength: 2 }),
    title: word,
    actor: word,
    url: fc.constant('https://example.com/'),
    worker: word,
    labels: fc.dictionary(fc.constantFrom('team', 'host', '__proto__'), word),
    links: fc.array(link, { maxLength: 2 }),
    adopts: fc.constant(true as const),
    rollsUp: fc.constant(true as const),
  },
  { requiredKeys: [] },
)

const dialect = fc.constantFrom('generic', 'airflow')
const common = { sourceId: SOURCE_ID }

const mark: fc.Arbitrary<SpanMark> = fc.oneof(
  fc.tuple(said, dialect, identity, fc.constantFrom('execution', 'request', 'noise')).map(
    ([saying, name, execution, role]): SpanMark => ({
      ...saying,
      ...common,
      dialect: name,
      role,
      execution,
    }),
  ),
  fc.tuple(said, dialect, task, fc.option(identity, { nil: undefined })).map(
    ([saying, name, of, execution]): SpanMark => ({
      ...saying,
      ...common,
      dialect: name,
      role: 'task',
      task: of,
      ...(execution === undefined ? {} : { execution }),
    }),
  ),
  fc.tuple(said, fc.constantFrom('plain', 'noise')).map(
    ([{ errors }, role]): SpanMark => ({
      ...common,
      dialect: 'generic',
      role,
      ...(errors ? { errors } : {}),
    }),
  ),
)

const span = (spanId: string): fc.Arbitrary<SkeletonSpan> =>
  fc.record({
    spanId: fc.constant(spanId),
    // Parents that never come, and rings of parents, come too.
    parentSpanId: fc.constantFrom(null, 'ffffffffffffffff', ...SPAN_IDS),
    name: fc.constantFrom('extract', 'load', ''),
    startUnixNano: at,
    endUnixNano: fc.oneof(at, fc.constant('0')),
    statusCode: fc.constantFrom(0, 1, 2),
    statusMessage: fc.constantFrom(null, 'bad row', 'broken'),
    mark: fc.option(mark, { nil: null }),
  })

const logError: fc.Arbitrary<LogError> = fc.record({
  spanId: fc.constantFrom(null, ...SPAN_IDS.slice(0, 2)),
  error,
})

/** Any trace at all, most of them such as no tool would send. */
export const trace: fc.Arbitrary<TraceSkeleton> = fc
  .integer({ min: 1, max: SPAN_IDS.length })
  .chain((count) =>
    fc.record({
      orgId: fc.constant('0f0f0f0f-0000-4000-8000-000000000001'),
      traceId: fc.constant('01f441c9c53e793e8808c77939ddbf36'),
      spans: fc.tuple(...SPAN_IDS.slice(0, count).map(span)),
      logErrors: fc.array(logError, { maxLength: 3 }),
    }),
  )
