import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import {
  decoded,
  folded,
  foldsAlike,
  recordedPayloads,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeKestra, SYSTEM_FLOW } from './decode'
import fixtures from './fixtures.json'
import { kestraPoll } from './poll'
import { shortSystemFlow, systemFlow } from './system-flow'

const TELLER = { orgId: 'o', sourceId: 's', dialect: 'kestra' }
const payloads = fixtures.sequence.map((body) => ({ body }))
const [running, failed, restarted] = payloads
const factsOf = (...of: ({ body: unknown } | undefined)[]) =>
  factsOfTellings(
    TELLER,
    tellingsOf(
      decodeKestra,
      of.flatMap((each) => each ?? []),
    ),
  )

describe('an execution', () => {
  it('is told with revision, actor, trace, page, queue time and what it names', () => {
    const [event] = decoded(decodeKestra, running ?? { body: null }).events
    expect(event).toMatchObject({
      type: 'execution.RUNNING',
      subject: 'main/company.team · daily_load · 2EEOXoMm3YGGXZRRvnFHcB',
      because: null,
    })
    expect(event?.tellings[0]).toMatchObject({
      of: {
        namespace: 'main/company.team',
        flow: 'daily_load',
        nativeId: '2EEOXoMm3YGGXZRRvnFHcB',
        attempt: 1,
      },
      queuedAt: '1795255200000000000',
      startedAt: '1795255201500000000',
      endedAt: undefined,
      version: '7',
      actor: 'ada',
      trigger: 'Flow',
      labels: { team: 'data' },
      url: 'https://kestra.example.com/ui/main/executions/company.team/daily_load/2EEOXoMm3YGGXZRRvnFHcB',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      links: [
        {
          kind: 'parent',
          of: { namespace: 'main/company.team', flow: 'extract', nativeId: '5abc', attempt: 1 },
        },
      ],
      references: [{ kind: 'link', key: 'url:github.com/octo/app/actions/runs/7001' }],
    })
  })

  it('that failed has its errors from the logs, and each attempt of a task', () => {
    const { executions, taskRuns, references } = factsOf(running, failed)
    expect(executions).toHaveLength(1)
    expect(executions[0]?.errors).toMatchObject([{ message: 'relation "orders" does not exist', rank: 2 }])
    expect(references).toContainEqual(
      expect.objectContaining({
        kind: 'child',
        key: 'airbyte:job/970',
        evidence: 'output jobId of task sync',
      }),
    )
    const load = taskRuns.filter((task) => task.name === 'load [orders]')
    expect(
      load.map(({ attempt, worker, states, errors }) => [
        attempt,
        worker,
        foldState(states).state,
        errors.length,
      ]),
    ).toEqual([
      [1, 'worker-1', 'failed', 0],
      [2, 'worker-2', 'failed', 1],
    ])
    const each = taskRuns.find((task) => task.name === 'each')
    expect(load[0]?.parentTaskRunId).toBe(each?.taskRunId)
  })

  it('that is restarted goes on, in whatever order it is told', () => {
    const facts = factsOf(restarted, failed, running).executions[0]
    expect(foldState(facts?.states ?? [])).toMatchObject({ state: 'success', word: 'SUCCESS' })
    expect(foldState(factsOf(failed, running).executions[0]?.states ?? []).state).toBe('failed')
    expect(facts?.labels['kestra.attempt']).toBe('2')
  })

  it('that is paused has no end, though endDate is set', () => {
    const state = {
      current: 'PAUSED',
      startDate: '2026-11-21T10:00:00Z',
      endDate: '2026-11-21T10:00:05Z',
      histories: [
        { state: 'CREATED', date: '2026-11-21T10:00:00Z' },
        { state: 'RUNNING', date: '2026-11-21T10:00:01Z' },
        { state: 'PAUSED', date: '2026-11-21T10:00:05Z' },
      ],
    }
    const [telling] = tellingsOf(decodeKestra, [{ body: { id: 'a', namespace: 'n', flowId: 'f', state } }])
    expect(telling).toMatchObject({ endedAt: undefined })
    expect(foldState(telling?.states ?? [])).toMatchObject({ state: 'running', word: 'PAUSED' })
  })

  it('that replays another names it, which is not its parent', () => {
    const body = {
      id: 'b',
      namespace: 'n',
      flowId: 'f',
      originalId: 'a',
      parentId: 'a',
      state: { current: 'RETRIED' },
    }
    expect(tellingsOf(decodeKestra, [{ body }])[0]).toMatchObject({
      of: { namespace: 'n' },
      links: [
        { kind: 'retry_of', of: { nativeId: 'a' }, evidence: 'parentId' },
        { kind: 'retry_of', of: { nativeId: 'a' }, evidence: 'originalId' },
      ],
      states: [{ state: 'failed', word: 'RETRIED' }],
    })
  })

  it('is told by the few variables of a flow trigger', () => {
    const body = {
      tenant: 'main',
      executionId: 'a',
      namespace: 'n',
      flowId: 'f',
      flowRevision: '3',
      state: 'FAILED',
    }
    expect(tellingsOf(decodeKestra, [{ body: JSON.stringify(body) }])[0]).toMatchObject({
      of: { namespace: 'main/n', flow: 'f', nativeId: 'a' },
      version: '3',
      states: [{ state: 'failed', word: 'FAILED' }],
    })
  })

  it('of the system flow itself is not told, nor is what has no name', () => {
    const own = { id: 'a', namespace: 'system', flowId: SYSTEM_FLOW, state: { current: 'RUNNING' } }
    expect(decoded(decodeKestra, { body: own }).events[0]).toMatchObject({ tellings: [], isKept: false })
    expect(decoded(decodeKestra, { body: [own, {}] })).toMatchObject({
      events: [{}],
      rejected: [{ path: '[1]', reason: 'no_identity' }],
    })
  })
})

const recorded = recordedPayloads('kestra')
test.skipIf(recorded === null)(
  'the recorded execution of an old version is read (needs ../shared/fixtures)',
  () => {
    const body = recorded?.get('execution.each-sequential.json')
    const { executions, taskRuns } = factsOfTellings(TELLER, tellingsOf(decodeKestra, [{ body }]))
    expect(executions[0]).toMatchObject({
      namespace: 'io.kestra.tests',
      flow: 'each-sequential',
      version: '1',
    })
    expect(foldState(executions[0]?.states ?? []).state).toBe('success')
    expect(taskRuns.map((task) => task.name)).toContain('1-1 [value 2]')
  },
)

test('events add up to the same in any order', () => foldsAlike('kestra', decodeKestra, payloads))
test('no mangled payload throws', () => survivesMangling('kestra: mangled', decodeKestra, payloads))

describe('the API', () => {
  const whole = fixtures.sequence.map((each) => each.execution)
  const [first, second] = whole
  const script = (now: unknown, listed: unknown[]) => (path: string) => {
    if (path.includes('/executions/search')) {
      return { results: path.includes('page=1&') ? listed : [], total: listed.length }
    }
    if (path.endsWith('/executions/2EEOXoMm3YGGXZRRvnFHcB')) return now
    if (path.includes('/logs/')) return fixtures.sequence[1]?.logs
    if (path.includes('/revisions'))
      return [{ id: 'daily_load', namespace: 'company.team', revision: 7, source: 'id: daily_load' }]
    return null
  }
  // 2.0 leaves task runs out of lists.
  const { taskRunList: _, ...short } = first ?? { taskRunList: [] }

  it('is followed until an execution is over, with logs and revisions, and resumed by its cursor', async () => {
    const api = scriptedApi(script(first, [short]), { tenant: 'main', ui: 'https://kestra.example.com/ui' })
    const pages = await pagesOf(kestraPoll, api, null)
    expect(pages.flatMap((page) => page.items).map((item) => (item as { kind: string }).kind)).toEqual([
      'execution',
      'revision',
    ])
    const cursor = JSON.parse(JSON.stringify(pages.at(-1)?.cursor)) as unknown
    expect(cursor).toMatchObject({ open: ['2EEOXoMm3YGGXZRRvnFHcB'], since: '2026-11-21T10:00:00.000Z' })
    const later = scriptedApi(script(second, []), api.settings)
    const more = await pagesOf(kestraPoll, later, cursor)
    expect(more.at(-1)?.cursor).toMatchObject({ open: [] })
    const told = polledTellings(
      kestraPoll,
      [...pages, ...more].flatMap((page) => page.items),
    )
    // What the API tells is what the system flow sends.
    expect(folded(told)).toEqual(
      folded(
        tellingsOf(
          decodeKestra,
          [running, failed].flatMap((each) => each ?? []),
        ),
      ),
    )
    expect(later.asked.filter((path) => path.includes('revisions'))).toEqual([])
  })

  it('is asked page by page, and no longer for what is gone', async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...second, id: `e${index}` }))
    const api = scriptedApi((path) =>
      path.includes('executions/search') ? { results: path.includes('page=1&') ? many : [] } : null,
    )
    const pages = await pagesOf(kestraPoll, api, { since: '2026-11-21T09:00:00Z', open: ['gone'] })
    expect(api.asked.filter((path) => path.includes('executions/search'))).toHaveLength(2)
    expect(pages[0]?.items).toHaveLength(100)
    expect(pages.at(-1)?.cursor).toMatchObject({ open: [] })
  })

  it('is asked for one', async () => {
    const api = scriptedApi(script(second, []))
    const of = { namespace: 'main/company.team', flow: 'daily_load', nativeId: '2EEOXoMm3YGGXZRRvnFHcB' }
    expect(polledTellings(kestraPoll, [await kestraPoll.ask?.(api, of)])[0]).toMatchObject({
      of: { flow: 'daily_load' },
    })
    expect(await kestraPoll.ask?.(api, { ...of, nativeId: 'none' })).toBeNull()
  })

  it('tells of audit entries where it was asked for them', async () => {
    const entry = {
      auditLog: { id: 'x', type: 'UPDATE', date: '2026-11-21T10:00:00Z', detail: { type: 'FLOW' } },
    }
    const api = scriptedApi((path) => (path.includes('auditlogs') ? { results: [entry] } : { results: [] }), {
      auditLogs: 'yes',
    })
    const pages = await pagesOf(kestraPoll, api, null)
    const item = pages.flatMap((page) => page.items)[0]
    expect(decoded(decodeKestra, { body: item }).events[0]).toMatchObject({ key: 'audit:x', isKept: true })
  })
})

test.for(['v1', 'v2'] as const)('the system flow for %s keeps out of its own way', (version) => {
  for (const flow of [systemFlow(version), shortSystemFlow(version)]) {
    expect(flow).toContain(`id: ${SYSTEM_FLOW}\n`)
    expect(flow).toContain(version === 'v1' ? 'condition.Not' : "flow.namespace != 'system'")
    expect(flow).not.toMatch(/\t|undefined/)
  }
})
