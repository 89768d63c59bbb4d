import { describe, expect, it, test } from 'vitest'
import {
  decoded,
  foldsAlike,
  recordedPayloads,
  type SentPayload,
  survivesMangling,
} from '@/lib/ingest/events/testing/decoding'
import { decodeBitbucket } from './decode'

type Parts = Record<string, unknown>
const nano = (iso: string): string => `${Date.parse(iso)}000000`

const status = (state: string, updated: string, more: Parts = {}): SentPayload => ({
  headers: { 'x-event-key': 'repo:commit_status_updated', 'x-request-uuid': `${state}-${updated}` },
  body: {
    actor: { display_name: 'Ada' },
    repository: { full_name: 'data/load' },
    commit_status: {
      key: '3343801',
      type: 'build',
      state,
      name: 'Pipeline #4 for main',
      refname: 'main',
      commit: { hash: 'bdf6fac0519ffd1562461eb82e018ff62efffbc9' },
      url: 'https://bitbucket.org/data/load/addon/pipelines/home#!/results/4',
      description: '',
      created_on: '2026-05-01T10:00:00.572438+00:00',
      updated_on: updated,
      ...more,
    },
  },
})

const STORY: SentPayload[] = [
  status('INPROGRESS', '2026-05-01T10:00:00.572450+00:00'),
  status('FAILED', '2026-05-01T10:01:00+00:00'),
  status('INPROGRESS', '2026-05-01T10:02:00+00:00'),
  status('SUCCESSFUL', '2026-05-01T10:03:00+00:00'),
]

test('a pipeline is told by repository and the number in its address', () => {
  const { events } = decoded(decodeBitbucket, status('FAILED', '2026-05-01T10:01:00+00:00'))
  expect(events).toMatchObject([
    {
      key: 'delivery:FAILED-2026-05-01T10:01:00+00:00',
      type: 'repo:commit_status_updated.FAILED',
      subject: 'data/load · Pipeline #4 for main',
      tellings: [
        {
          of: { namespace: 'data/load', flow: 'data/load', nativeId: '4', attempt: 1 },
          states: [{ state: 'failed', word: 'FAILED', reopens: true }],
          startedAt: nano('2026-05-01T10:00:00.572Z').replace('572000000', '572438000'),
          endedAt: nano('2026-05-01T10:01:00Z'),
          errors: [{ message: 'The pipeline ended as FAILED.' }],
          title: 'Pipeline #4 for main',
          actor: 'Ada',
          commit: 'bdf6fac0519ffd1562461eb82e018ff62efffbc9',
          branch: 'main',
          url: 'https://bitbucket.org/data/load/pipelines/results/4',
        },
      ],
    },
  ])
})

test.for([
  ['INPROGRESS', 'running'],
  ['SUCCESSFUL', 'success'],
  ['STOPPED', 'cancelled'],
  ['RESTING', 'unknown'],
])('%s is %s', ([word, state]) => {
  expect(
    decoded(decodeBitbucket, status(word ?? '', '2026-05-01T10:01:00Z')).events[0]?.tellings,
  ).toMatchObject([{ states: [{ state, word }] }])
})

test.for([
  'https://my-build-tool.com/builds/BUILD-777',
  'https://ci.example/results/4',
  'https://bitbucket.org/data/load',
])('the status of a build at %s is kept, and no execution', (url) => {
  expect(decoded(decodeBitbucket, status('FAILED', '2026-05-01T10:01:00Z', { url })).events).toMatchObject([
    { isKept: true, tellings: [] },
  ])
})

test('what is no event, or of no repository, is refused with the reason', () => {
  expect(decoded(decodeBitbucket, { body: [] })).toMatchObject({ rejected: [{ reason: 'not_an_event' }] })
  expect(decoded(decodeBitbucket, { body: { commit_status: {} } })).toMatchObject({
    rejected: [{ reason: 'no_identity' }],
  })
})

test('in any order and any repetition a story adds up to the same', () =>
  foldsAlike('bitbucket: order', decodeBitbucket, STORY))

test('mangled in any way, a payload is told, kept, ignored or refused', () =>
  survivesMangling('bitbucket: mangled', decodeBitbucket, STORY))

describe('recorded payloads', () => {
  const recorded = recordedPayloads('bitbucket')

  it.skipIf(recorded === null)('are understood all (needs ../shared/fixtures)', () => {
    const events = [...(recorded ?? new Map<string, unknown>())].flatMap(([file, body]) =>
      decoded(decodeBitbucket, { body }).events.map((event) => [file, event] as const),
    )
    const verdicts = events.map(
      ([file, event]) => `${file}: ${event.isKept ? 'kept' : event.tellings.length}`,
    )
    expect(verdicts).toEqual([
      'pipeline_hook_created.go-scm.json: 1',
      'pull-request-merged.go-playground.json: kept',
      'push.go-scm.json: kept',
      'repo-commit-status-created.go-playground.json: kept',
      'repo-commit-status-updated.go-playground.json: kept',
      'repo-push.go-playground.json: kept',
    ])
    expect(events[0]?.[1].tellings).toMatchObject([
      {
        of: { namespace: 'automationtestharness/testrepo', nativeId: '4' },
        states: [{ state: 'running' }],
        branch: 'main',
        startedAt: '1742806136572438000',
      },
    ])
  })
})
