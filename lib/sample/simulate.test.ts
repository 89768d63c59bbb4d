import { describe, expect, test } from 'vitest'
import { encodeJsonRequest } from '@/lib/ingest/otlp/json-request'
import { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { readOtlpJson } from '@/lib/ingest/otlp/testing/read-otlp-json'
import { rowsOf, SOURCE } from '@/lib/ingest/otlp/testing/recognise-spans'
import { SAMPLE_SOURCES, SAMPLE_TEAMS } from './company'
import { SAMPLE_FLOWS } from './flows/all-flows'
import type { Happening } from './happening'
import { executionsIn, requestsOf, SAMPLE_DAYS, simulate, tell } from './simulate'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 21, 13, 37, 11)

const { happenings, bad } = simulate('a', NOW)

const spansIn = (of: readonly Happening[]) =>
  of.flatMap(tell).reduce((sum, { spans }) => sum + spans.length, 0)

/** The rows of these executions, as the receivers would make them. */
const recognised = (of: readonly Happening[]) =>
  rowsOf(
    requestsOf(of)
      .filter(({ signal }) => signal === 'traces')
      .flatMap(({ body }) => readOtlpJson(body)),
  )

test('the company has six teams, forty flows and five tools, and each team has a source', () => {
  expect(SAMPLE_TEAMS).toHaveLength(6)
  expect(SAMPLE_FLOWS).toHaveLength(40)
  const sources = Object.values(SAMPLE_SOURCES)
  expect(new Set(sources.map(({ tool }) => tool)).size).toBe(5)
  expect(new Set(sources.map(({ team }) => team))).toEqual(new Set(SAMPLE_TEAMS))
})

test('the same seed and moment tell the same story, byte for byte', () => {
  const requests = (seed: string) => JSON.stringify(requestsOf(simulate(seed, NOW).happenings.slice(0, 300)))
  expect(requests('a')).toBe(requests('a'))
  expect(requests('a')).not.toBe(requests('b'))
})

test('fourteen days are 6,000 to 10,000 executions of all forty flows and some 60,000 spans', () => {
  expect(executionsIn(happenings)).toBeGreaterThan(6_000)
  expect(executionsIn(happenings)).toBeLessThan(10_000)
  const flows = new Set(
    happenings.flatMap(({ flow, child }) => [flow, ...(child === null ? [] : [child.happening.flow])]),
  )
  expect(flows.size).toBe(40)
  expect(spansIn(happenings)).toBeGreaterThan(50_000)
  expect(spansIn(happenings)).toBeLessThan(80_000)
})

test('nothing is older than its fourteen days or ends after now, and workdays are busier than weekends', () => {
  expect(Math.min(...happenings.map(({ queuedMs }) => queuedMs))).toBeGreaterThanOrEqual(
    NOW - SAMPLE_DAYS * DAY_MS,
  )
  expect(Math.max(...happenings.map(({ endMs }) => endMs))).toBeLessThan(NOW)
  const onDay = (weekdays: number[]) =>
    happenings.filter(({ startMs }) => weekdays.includes(new Date(startMs).getUTCDay())).length /
    weekdays.length
  expect(onDay([1, 2, 3, 4, 5])).toBeGreaterThan(onDay([0, 6]) * 1.15)
})

test('a flow takes about as long as usual, and longer on the slow day', () => {
  const slowFrom = bad.dayMs - 3 * DAY_MS
  const median = (chosen: Happening[]) =>
    chosen.map(({ startMs, endMs }) => endMs - startMs).sort((a, b) => a - b)[
      Math.floor(chosen.length / 2)
    ] ?? 0
  const sessions = happenings.filter(
    ({ flow, outcome }) => flow.name === 'clickstream_sessions' && outcome === 'success',
  )
  const slow = sessions.filter(({ startMs }) => startMs >= slowFrom && startMs < slowFrom + DAY_MS)
  expect(median(slow) / median(sessions)).toBeGreaterThan(1.8)
  expect(median(sessions) / 240_000).toBeGreaterThan(0.8)
  expect(median(sessions) / 240_000).toBeLessThan(1.4)
})

test('the receivers take every item', () => {
  const batch = new TelemetryBatch()
  const context = { source: SOURCE, receivedAtMs: NOW, oldestMs: NOW - 400 * DAY_MS, newestMs: NOW + DAY_MS }
  for (const { signal, body, items } of requestsOf(happenings.slice(-400))) {
    const protobuf = encodeJsonRequest(signal, JSON.stringify(body))
    const outcome =
      signal === 'traces' ? batch.appendTraces(protobuf, context) : batch.appendLogs(protobuf, context)
    expect(outcome).toMatchObject({ accepted: items, rejectedCount: 0 })
  }
})

describe('once recognised', () => {
  // Whichever weekday it is when somebody loads the sample, also shortly after midnight and on a Thursday itself.
  test.for(Array.from({ length: 4 }, (_, n) => NOW + n * 2 * DAY_MS - (n % 2) * 13.5 * 3_600_000))(
    'one change on a Thursday breaks nine executions in four tools (%s)',
    (now) => {
      const story = simulate('a', now)
      const { executions } = recognised(
        story.happenings.filter(
          ({ startMs }) => startMs >= story.bad.dayMs && startMs < story.bad.dayMs + DAY_MS,
        ),
      )
      expect(new Date(story.bad.dayMs).getUTCDay()).toBe(4)
      const broken = executions.filter(({ state }) => state === 'failed' || state === 'timed_out')
      expect(broken).toHaveLength(9)
      expect(broken.every(({ commit }) => commit === story.bad.sha)).toBe(true)
      expect(broken.every(({ errorMessage }) => errorMessage?.includes('orders.amount'))).toBe(true)
      expect(new Set(broken.map(({ dialect }) => dialect))).toEqual(
        new Set(['airflow', 'dbt', 'github-actions', 'generic']),
      )
      expect(broken.every(({ failedTask }) => failedTask !== null)).toBe(true)
      // All is well again once it is taken back.
      const after = executions.filter(
        ({ occurredAt }) => occurredAt.getTime() > story.bad.revertedMs + 60_000,
      )
      expect(after.some(({ commit }) => commit === story.bad.sha)).toBe(false)
    },
  )

  test('every execution is known to its tool, is one row, and has what its tool can tell', () => {
    const chosen = happenings.slice(2_000, 3_500)
    const { executions, tasks } = recognised(chosen)
    expect(executions).toHaveLength(executionsIn(chosen))
    const of = (dialect: string) => executions.filter((execution) => execution.dialect === dialect)
    for (const dialect of ['airflow', 'dbt', 'github-actions', 'generic']) {
      expect(of(dialect).filter(({ state }) => state === 'success').length).toBeGreaterThan(10)
      expect(of(dialect).every(({ commit }) => commit !== null)).toBe(true)
    }
    // Kestra's traces do not say how an execution ended unless a task failed.
    expect(of('kestra').every(({ state }) => state === 'unknown' || state === 'failed')).toBe(true)
    expect(tasks.some(({ state }) => state === 'retrying')).toBe(true)
    expect(executions.some(({ retryOfId }) => retryOfId !== null)).toBe(true)
  })

  test('what dbt did for a task of Airflow has its run for a parent', () => {
    const { executions } = recognised(happenings.filter(({ child }) => child !== null).slice(0, 50))
    const byId = new Map(executions.map((execution) => [execution.id, execution]))
    const children = executions.filter(({ dialect }) => dialect === 'dbt')
    expect(children).toHaveLength(50)
    expect(new Set(children.map(({ parentId }) => byId.get(parentId ?? '')?.dialect))).toEqual(
      new Set(['airflow']),
    )
    for (const { parentId, durationMs } of children) {
      expect(durationMs ?? 0).toBeLessThanOrEqual(byId.get(parentId ?? '')?.durationMs ?? 0)
    }
  })
})
