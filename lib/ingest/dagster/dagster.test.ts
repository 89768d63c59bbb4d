import { spawnSync } from 'node:child_process'
import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import { decoded, foldsAlike, survivesMangling, tellingsOf } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeDagster } from './decode'
import answers from './fixtures/recorded-answers.json'
import recordedRuns from './fixtures/recorded-runs.json'
import { dagsterPoll } from './poll'
import { DEFINITIONS, SENSOR } from './sensor'

const TELLER = { orgId: 'o', sourceId: 's', dialect: 'dagster' }
const payloads = recordedRuns.map((body) => ({ body }))
const pushed = factsOfTellings(TELLER, tellingsOf(decodeDagster, payloads))

/** Runs of a real Dagster 1.13, sent by the sensors of the guide. */
describe('recorded runs', () => {
  it('tell of states, times, tags and errors', () => {
    expect(
      pushed.executions.map((each) => [each.namespace, each.flow, foldState(each.states).state]),
    ).toEqual([
      ['dagster', 'good_load', 'success'],
      ['dagster', 'bad_load', 'failed'],
    ])
    const [good, bad] = pushed.executions
    expect(good?.states.map(({ word }) => word)).toEqual(['QUEUED', 'STARTED', 'SUCCESS'])
    expect(good?.labels).toMatchObject({
      'dagster.location': 'dgpkg.defs',
      started_by: 'https://ci.example.com/runs/42',
    })
    expect(Object.keys(good?.labels ?? {}).filter((label) => label.startsWith('.'))).toEqual([])
    expect(bad?.errors[0]).toMatchObject({ type: 'RuntimeError', message: 'no disk left', rank: 2 })
    expect(bad?.url).toBe(`http://127.0.0.1:45773/runs/${bad?.nativeId}`)
    expect(pushed.references.map(({ key }) => key)).toEqual(['url:ci.example.com/runs/42'])
  })

  it('tell of steps and each of their attempts', () => {
    const steps = pushed.taskRuns.map((task) => [task.name, task.attempt, foldState(task.states).state])
    expect(steps).toEqual([
      ['flaky', 1, 'failed'],
      ['flaky', 2, 'success'],
      ['ok', 1, 'success'],
      ['ok', 1, 'success'],
      ['breaks', 1, 'failed'],
    ])
    expect(pushed.taskRuns.at(-1)?.errors).toMatchObject([{ type: 'RuntimeError', message: 'no disk left' }])
  })

  it('add up to the same in any order', () => foldsAlike('dagster', decodeDagster, payloads))
  it('never throw, however mangled', () => survivesMangling('dagster: mangled', decodeDagster, payloads))
})

describe('the API, as it answered', () => {
  const script = (_path: string, body?: unknown) => {
    const { query, variables } = body as {
      query: string
      variables: { runId?: string; cursor?: string | null }
    }
    if (query.includes('RunledgerRuns')) {
      return variables.cursor === null
        ? answers.runs
        : { data: { runsOrError: { __typename: 'Runs', results: [] } } }
    }
    if (query.includes('RunledgerErrors')) return answers.errors
    const run = answers.runs.data.runsOrError.results.find((each) => each.runId === variables.runId)
    return run === undefined ? answers.miss : { data: { runOrError: { __typename: 'Run', ...run } } }
  }

  it('tells the same as the sensors did', async () => {
    const api = scriptedApi(script, { address: 'http://127.0.0.1:45773' })
    const [page] = await pagesOf(dagsterPoll, api, null)
    const tellings = polledTellings(dagsterPoll, page?.items ?? [])
    const polled = factsOfTellings(TELLER, tellings)
    for (const fact of polled.executions) {
      const other = pushed.executions.find((each) => each.executionId === fact.executionId)
      const { startedAt, endedAt, errors, url, trigger } = fact
      expect(other).toMatchObject({ startedAt, endedAt, errors, url, trigger })
      expect(foldState(fact.states)).toMatchObject({ state: foldState(other?.states ?? []).state })
    }
    expect(polled.taskRuns.map((task) => task.taskRunId).sort()).toEqual(
      pushed.taskRuns.map((task) => task.taskRunId).sort(),
    )
    expect(page?.cursor).toEqual({ since: '2026-11-21T11:59:00.000Z' })
  })

  it('asks below the last run of a full page, and for one', async () => {
    const [run] = answers.runs.data.runsOrError.results
    const full = Array.from({ length: 50 }, (_, index) => ({ ...run, status: 'STARTED', runId: `r${index}` }))
    const api = scriptedApi((path, body) => {
      const { cursor } = (body as { variables: { cursor?: string | null } }).variables
      return cursor === null
        ? { data: { runsOrError: { __typename: 'Runs', results: full } } }
        : script(path, body)
    })
    const pages = await pagesOf(dagsterPoll, api, null)
    expect(pages.map((page) => page.items.length)).toEqual([50, 0])
    expect(pages[0]?.cursor).toMatchObject({ last: 'r49' })
    const one = scriptedApi(script)
    const of = { namespace: 'dagster', flow: 'bad_load', nativeId: run?.runId ?? '' }
    expect(polledTellings(dagsterPoll, [await dagsterPoll.ask?.(one, of)])[0]).toMatchObject({
      of: { nativeId: of.nativeId },
    })
    expect(await dagsterPoll.ask?.(one, { ...of, nativeId: 'none' })).toBeNull()
    const refusing = scriptedApi(() => ({ errors: [{ message: 'no such field' }] }))
    await expect(dagsterPoll.ask?.(refusing, of)).rejects.toThrow('no such field')
  })
})

test('a retry names the run that it repeats', () => {
  const run = { runId: 'c', jobName: 'j', status: 'QUEUED', parentRunId: 'b', rootRunId: 'a' }
  expect(decoded(decodeDagster, { body: { run } }).events[0]?.tellings[0]).toMatchObject({
    links: [
      { kind: 'retry_of', of: { nativeId: 'b' } },
      { kind: 'link', of: { nativeId: 'a' } },
    ],
  })
})

const hasPython = spawnSync('python3', ['--version']).status === 0
test.skipIf(!hasPython)('the sensors of the guide are Python (needs python3)', () => {
  for (const code of [SENSOR, DEFINITIONS]) {
    const { status, stderr } = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: code,
    })
    expect([status, String(stderr)]).toEqual([0, ''])
  }
})
