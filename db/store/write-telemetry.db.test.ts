import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  logsRequest,
  type SpanOf,
  spanIdOf,
  traceIdOf,
  tracesRequest,
} from '@/lib/ingest/receive/testing/otlp-request'
import { ingestFixture, TEST_SOURCE } from '../testing/ingest-fixture'

const NOW = new Date('2026-11-21T12:00:00Z')
const START = BigInt(NOW.getTime() - 60_000) * 1_000_000n
const SECOND = 1_000_000_000n

const fixture = await ingestFixture(NOW)
const { writer, rows } = fixture
afterAll(fixture.close)

let nextTrace = 1
let traceId = traceIdOf(0)
beforeEach(() => {
  traceId = traceIdOf(nextTrace++)
})

/** A pipeline of one trace: a root that is an execution, and tasks below it, the last of which failed. */
const pipeline = (id: string, tasks = 3): SpanOf[] => [
  {
    traceId: id,
    spanId: spanIdOf(1),
    name: 'nightly',
    startUnixNano: START,
    endUnixNano: START + 10n * SECOND,
    statusCode: 2,
  },
  ...Array.from({ length: tasks }, (_, task) => ({
    traceId: id,
    spanId: spanIdOf(task + 2),
    parentSpanId: spanIdOf(1),
    name: `step ${task}`,
    startUnixNano: START + BigInt(task) * SECOND,
    endUnixNano: START + BigInt(task + 1) * SECOND,
    statusCode: task === tasks - 1 ? 2 : 0,
  })),
]

const send = (spans: readonly SpanOf[], source = TEST_SOURCE) =>
  writer.write('traces', tracesRequest(spans), source)

const count = async (table: string, id = traceId): Promise<number> =>
  Number((await rows<{ n: string }>(`select count(*) as n from ${table} where trace_id = '${id}'`))[0]?.n)

const counted = async (verdict: string): Promise<number> =>
  Number(
    (
      await rows<{ n: string }>(
        `select coalesce(sum(count), 0) as n from source_counts where signal = 'spans' and verdict = '${verdict}'`,
      )
    )[0]?.n,
  )

const COMPARED = `to_jsonb(t) - 'received_at' - 'updated_at' - 'revision' - 'id' - 'execution_id' - 'native_id'
  - 'facts' - 'trace_id' - 'parent_id'`

/** The folded rows of the current trace, without what differs between two traces of equal shape. */
async function folded(): Promise<unknown> {
  const executions = await rows(`select ${COMPARED} as row from executions t where trace_id = '${traceId}'`)
  const tasks = await rows(
    `select ${COMPARED} as row from task_runs t where trace_id = '${traceId}' order by t.name`,
  )
  return { executions, tasks }
}

describe('a trace', () => {
  test('is stored with the execution and the task runs that it is', async () => {
    const outcome = await send(pipeline(traceId))
    expect(outcome).toMatchObject({ accepted: 4, rejectedCount: 0 })
    expect(await count('spans')).toBe(4)
    expect(await count('executions')).toBe(1)
    expect(await count('task_runs')).toBe(3)
    const [execution] = await rows(`select * from executions where trace_id = '${traceId}'`)
    expect(execution).toMatchObject({ environment: 'production', failed_task: 'step 2', revision: '1' })
    const [flow] = await rows(`select name from flows where id = '${String(execution?.flow_id)}'`)
    expect(flow).toEqual({ name: 'nightly' })
    const [trace] = await rows(`select execution_ids, is_marked from traces where trace_id = '${traceId}'`)
    expect(trace).toEqual({ execution_ids: [execution?.id], is_marked: 1 })
  })

  test('in pieces, children first, twice or beside each other gives the same rows', async () => {
    await send(pipeline(traceId))
    const whole = await folded()
    const ways: ((id: string) => Promise<unknown>)[] = [
      async (id) => {
        for (const span of pipeline(id).reverse()) await send([span])
      },
      async (id) => {
        await send(pipeline(id))
        await send(pipeline(id))
      },
      (id) => Promise.all(pipeline(id).map((span) => send([span]))),
      (id) => send([...pipeline(id), ...pipeline(id).reverse()]),
      (id) => Promise.all([send(pipeline(id)), send(pipeline(id).slice(1, 3)), send(pipeline(id))]),
    ]
    for (const way of ways) {
      traceId = traceIdOf(nextTrace++)
      await way(traceId)
      expect(await count('spans')).toBe(4)
      expect(await folded()).toEqual(whole)
    }
  })

  test('of which only the root changes its mind leaves nothing of what it said before', async () => {
    const [root, ...children] = pipeline(traceId)
    await send(children)
    if (root !== undefined) await send([root])
    const ids = await rows<{ id: string }>(`select id from executions where trace_id = '${traceId}'`)
    expect(ids).toHaveLength(1)
    const [orphans] = await rows(
      `select count(*)::int as n from task_runs t where trace_id = '${traceId}' and not exists
        (select 1 from executions e where e.org_id = t.org_id and e.id = t.execution_id)`,
    )
    expect(orphans).toEqual({ n: 0 })
  })
})

describe('a span that is there already', () => {
  test('is counted as a duplicate and stored once', async () => {
    const before = await counted('duplicate')
    const stored = await counted('stored')
    await send(pipeline(traceId))
    await send(pipeline(traceId))
    expect(await count('spans')).toBe(4)
    expect((await counted('duplicate')) - before).toBe(4)
    expect((await counted('stored')) - stored).toBe(4)
  })

  test('is replaced by the version that has ended, whichever comes first', async () => {
    const open = { traceId, spanId: spanIdOf(1), name: 'job', startUnixNano: START, endUnixNano: 0n }
    const ended = { ...open, endUnixNano: START + SECOND }
    for (const versions of [
      [open, ended],
      [ended, open],
    ]) {
      traceId = traceIdOf(nextTrace++)
      for (const version of versions) await send([{ ...version, traceId }])
      const [span] = await rows(`select end_unix_nano from spans where trace_id = '${traceId}'`)
      expect(span).toEqual({ end_unix_nano: String(START + SECOND) })
      const [execution] = await rows(
        `select ended_at_unix_nano from executions where trace_id = '${traceId}'`,
      )
      expect(execution).toEqual({ ended_at_unix_nano: String(START + SECOND) })
    }
  })
})

describe('log records', () => {
  const record = (body: string) => ({ traceId, spanId: spanIdOf(2), timeUnixNano: START, body })

  test('are stored once however often they are sent', async () => {
    const request = logsRequest([record('a'), record('b')])
    await Promise.all([
      writer.write('logs', request, TEST_SOURCE),
      writer.write('logs', request, TEST_SOURCE),
    ])
    expect(await count('log_records')).toBe(2)
  })

  test('that report an exception reach the execution, whichever comes first', async () => {
    const exception = () =>
      logsRequest([
        {
          ...record('boom'),
          spanId: spanIdOf(4),
          attributes: { 'exception.type': 'ValueError', 'exception.message': 'no such table' },
        },
      ])
    for (const isLogFirst of [true, false]) {
      traceId = traceIdOf(nextTrace++)
      if (isLogFirst) await writer.write('logs', exception(), TEST_SOURCE)
      await send(pipeline(traceId))
      if (!isLogFirst) await writer.write('logs', exception(), TEST_SOURCE)
      const [execution] = await rows(`select error_type from executions where trace_id = '${traceId}'`)
      expect(execution).toEqual({ error_type: 'ValueError' })
    }
  })
})

describe('trouble', () => {
  test('a request that cannot be decoded leaves those beside it alone', async () => {
    const [good, bad] = await Promise.allSettled([
      send(pipeline(traceId)),
      writer.write('traces', Buffer.from('not protobuf'), TEST_SOURCE),
      send(pipeline(traceIdOf(nextTrace++))),
    ])
    expect(good.status).toBe('fulfilled')
    expect(bad).toMatchObject({ status: 'rejected', reason: { name: 'Refusal', code: 'invalid' } })
    expect(await count('spans')).toBe(4)
  })

  test('a value that the database refuses is the trouble of its request alone', async () => {
    await rows(`alter table spans add constraint no_poison check (name <> 'poison') not valid`)
    try {
      const poisoned = traceIdOf(nextTrace++)
      const [good, bad, other] = await Promise.allSettled([
        send(pipeline(traceId)),
        send([{ traceId: poisoned, spanId: spanIdOf(1), name: 'poison', startUnixNano: START }]),
        send(pipeline(traceIdOf(nextTrace++))),
      ])
      expect(good.status).toBe('fulfilled')
      expect(other.status).toBe('fulfilled')
      expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'invalid' } })
      expect(await count('spans')).toBe(4)
      expect(await count('spans', poisoned)).toBe(0)
    } finally {
      await rows('alter table spans drop constraint no_poison')
    }
  })

  test('connections that are cut lose nothing and double nothing for a client that tries again', async () => {
    const ids = Array.from({ length: 120 }, () => traceIdOf(nextTrace++))
    const acknowledged = Promise.all(ids.map((id) => untilStored(() => send(pipeline(id)))))
    for (let cut = 0; cut < 5; cut++) {
      await new Promise(setImmediate)
      await rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'runledger-writer' and datname = current_database()`,
      )
    }
    await acknowledged
    const [stored] = await rows(
      `select count(*)::int as spans, count(distinct trace_id)::int as traces from spans
        where trace_id = any('{${ids.join(',')}}'::uuid[])`,
    )
    expect(stored).toEqual({ spans: 480, traces: 120 })
    const [executions] = await rows(
      `select count(*)::int as n from executions where trace_id = any('{${ids.join(',')}}'::uuid[])`,
    )
    expect(executions).toEqual({ n: 120 })
  })

  test('every large request is answered, also one that is being decoded when the connections are cut', async () => {
    const ids = Array.from({ length: 8 }, () => traceIdOf(nextTrace++))
    const acknowledged = Promise.all(ids.map((id) => untilStored(() => send(pipeline(id, 1500)))))
    for (let cut = 0; cut < 4; cut++) {
      await new Promise(setImmediate)
      await rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'runledger-writer' and datname = current_database()`,
      )
    }
    await acknowledged
    const [stored] = await rows(
      `select count(*)::int as spans, count(distinct trace_id)::int as traces from spans
        where trace_id = any('{${ids.join(',')}}'::uuid[])`,
    )
    expect(stored).toEqual({ spans: 8 * 1501, traces: 8 })
  })

  test('items that are refused are counted with their reason and shown', async () => {
    const outcome = await send([
      { traceId, spanId: spanIdOf(1), startUnixNano: START },
      { traceId, spanId: spanIdOf(2), startUnixNano: 1n },
    ])
    expect(outcome).toMatchObject({ accepted: 1, rejectedByReason: { too_old: 1 } })
    const [rejected] = await rows(
      `select count from source_counts where verdict = 'rejected' and reason = 'too_old' and signal = 'spans'`,
    )
    expect(rejected).toEqual({ count: '1' })
    expect(await rows(`select reason, path from rejections where reason = 'too_old'`)).toEqual([
      { reason: 'too_old', path: 'resourceSpans[0].scopeSpans[0].spans[1]' },
    ])
  })

  test('nothing of all this was reported but what the database refused', () => {
    expect(fixture.reported.filter((error) => !/no_poison/.test(String(error)))).toEqual([])
  })

  test('a trace that cannot be read as an execution costs none of its spans', async () => {
    const [root, child, ...rest] = pipeline(traceId)
    if (root !== undefined && child !== undefined) await send([root, child])
    // As a bug of ours, or a newer version, might have left it behind.
    await rows(`update spans set mark = jsonb_set(mark, '{states}', '7')
      where trace_id = '${traceId}' and mark is not null`)
    expect(await send(rest)).toMatchObject({ accepted: 2 })
    expect(await count('spans')).toBe(4)
    expect(await count('executions')).toBe(1)
    expect(await counted('unrecognised')).toBe(1)
    expect(fixture.reported.at(-1)).toBeInstanceOf(TypeError)
  })
})

/** As a client does that may try again. */
async function untilStored(attempt: () => Promise<unknown>): Promise<void> {
  await vi.waitFor(attempt, { timeout: 20_000, interval: 20 })
}
