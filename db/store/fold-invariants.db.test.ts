import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import {
  logsRequest,
  type SpanOf,
  spanIdOf,
  traceIdOf,
  tracesRequest,
} from '@/lib/ingest/receive/testing/otlp-request'
import { ingestFixture, TEST_SOURCE } from '../testing/ingest-fixture'

// The pure invariants are in lib/executions; here they are held to on the way through the tables.

const NOW = new Date('2026-11-21T12:00:00Z')
const START = BigInt(NOW.getTime() - 60_000) * 1_000_000n
const SECOND = 1_000_000_000n
const RUNS = 60

const fixture = await ingestFixture(NOW)
const { writer, rows } = fixture
afterAll(fixture.close)

type Piece = { spans: number[]; hasLogs: boolean }

/** A trace of a pipeline with an execution by name inside, errors, an open span and log records. */
function spansOf(traceId: string, size: number): SpanOf[] {
  const named = { 'cicd.pipeline.name': 'deploy', 'cicd.pipeline.run.id': traceId.slice(-8) }
  return Array.from({ length: size }, (_, index) => ({
    traceId,
    spanId: spanIdOf(index + 1),
    ...(index === 0 ? {} : { parentSpanId: spanIdOf(Math.floor(index / 2) + (index % 2)) }),
    name: `span ${index}`,
    startUnixNano: START + BigInt(index) * SECOND,
    endUnixNano: index === 4 ? 0n : START + BigInt(index + 2) * SECOND,
    statusCode: index % 5 === 3 ? 2 : 0,
    ...(index === 0 ? { attributes: named } : {}),
  }))
}

const logs = (traceId: string): Buffer =>
  logsRequest([
    {
      traceId,
      spanId: spanIdOf(2),
      timeUnixNano: START,
      body: 'boom',
      attributes: { 'exception.type': 'Timeout', 'exception.message': 'gave up' },
    },
  ])

/** All folded rows, without the times of arrival and the count of writes. */
async function folded(): Promise<unknown> {
  const executions = await rows(`select to_jsonb(e) - 'revision' - 'updated_at' - 'received_at' as row
    from executions e order by id`)
  const tasks = await rows('select to_jsonb(t) as row from task_runs t order by id')
  const traces = await rows(`select to_jsonb(t) - 'updated_at' as row from traces t`)
  const spans = await rows(`select to_jsonb(s) - 'received_at' as row from spans s order by span_id`)
  return JSON.stringify({ executions, tasks, traces, spans })
}

async function send(traceId: string, size: number, pieces: Piece[], isAtOnce: boolean): Promise<unknown> {
  // Not `truncate`, which makes new files for every partition.
  for (const table of ['spans', 'log_records', 'traces', 'executions', 'task_runs'])
    await rows(`delete from ${table}`)
  const all = spansOf(traceId, size)
  const requests = pieces.flatMap(({ spans, hasLogs }) => [
    ...(hasLogs ? [() => writer.write('logs', logs(traceId), TEST_SOURCE)] : []),
    ...(spans.length === 0
      ? []
      : [() => writer.write('traces', tracesRequest(spans.flatMap((n) => all[n] ?? [])), TEST_SOURCE)]),
  ])
  if (isAtOnce) await Promise.all(requests.map((request) => request()))
  else for (const request of requests) await request()
  return folded()
}

test('any order, repetition and split of a trace gives the same rows, byte for byte', async () => {
  const split = fc.integer({ min: 1, max: 12 }).chain((size) =>
    fc
      .tuple(
        fc.shuffledSubarray(
          Array.from({ length: size }, (_, n) => n),
          { minLength: size },
        ),
        fc.array(fc.nat({ max: size - 1 }), { maxLength: 6 }),
        fc.array(fc.nat({ max: size + 6 }), { maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        fc.boolean(),
      )
      .map(([order, again, cuts, logFlags, isAtOnce]) => {
        const sequence = [...order, ...again]
        const ends = [...new Set(cuts), sequence.length].sort((a, b) => a - b)
        const pieces = ends.map((end, index) => ({
          spans: sequence.slice(ends[index - 1] ?? 0, end),
          hasLogs: index === ends.length - 1 || logFlags[index] === true,
        }))
        return { size, pieces, isAtOnce }
      }),
  )
  let trace = 0
  await fc.assert(
    fc.asyncProperty(split, async ({ size, pieces, isAtOnce }) => {
      const traceId = traceIdOf(++trace)
      const whole = [{ spans: Array.from({ length: size }, (_, n) => n), hasLogs: true }]
      const expected = await send(traceId, size, whole, false)
      expect(await send(traceId, size, pieces, isAtOnce)).toEqual(expected)
    }),
    { numRuns: RUNS },
  )
  expect(fixture.reported).toEqual([])
})
