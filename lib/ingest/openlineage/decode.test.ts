import { describe, expect, test } from 'vitest'
import { canonicalHash } from './canonical'
import { decodeLineage } from './decode'
import { RUN, read, runEvent } from './testing/event-maker'
import { decodedEventsIn, hasFixtures, scenarios } from './testing/fixtures'

const decode = (body: unknown) =>
  decodeLineage({ protocol: 'openlineage', headers: {}, body, receivedAt: '0' })

describe('what is taken', () => {
  test('an event tells its kind by its shape, whatever its schemaURL says', () => {
    const schemaURL = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent'
    const { events } = decode([
      { ...runEvent(), schemaURL },
      { eventTime: '2026-03-01T10:00:00Z', job: { namespace: 'a', name: 'b' }, schemaURL },
      { eventTime: '2026-03-01T10:00:00Z', dataset: { namespace: 'a', name: 'b' }, job: null, run: null },
    ])
    expect(events.map(({ lineage, type, isKept }) => [lineage?.kind, type, isKept])).toEqual([
      ['run', 'START', false],
      ['job', 'JobEvent', true],
      ['dataset', 'DatasetEvent', true],
    ])
  })

  test('null is absent, and the type of an event may be lower-case or missing', () => {
    const [lower, none, facet] = read(
      runEvent({ eventType: 'complete' }),
      runEvent({ eventType: null }),
      runEvent({ run: { a: null, b: { x: null } } }),
    )
    expect(lower?.eventType).toBe('COMPLETE')
    expect(none?.eventType).toBeNull()
    expect(facet?.run?.facets).toEqual({ b: { x: null } })
  })

  test('a time without a zone is UTC, and has up to nine digits after the point', () => {
    const times = [
      '2020-12-28T19:51:01.641499',
      '2020-12-28T19:52:00.001+10:00',
      '2020-12-28T19:51:01.123456789Z',
    ]
    expect(read(...times.map((at) => runEvent({ at }))).map(({ at }) => at)).toEqual([
      '1609185061641499000',
      '1609149120001000000',
      '1609185061123456789',
    ])
  })

  test('a run id is compared in lower case where it is a UUID, and kept to the letter where not', () => {
    const ids = read(runEvent({ runId: RUN.toUpperCase() }), runEvent({ runId: 'Run_ID' })).map(
      ({ run }) => run?.id,
    )
    expect(ids).toEqual([RUN, 'Run_ID'])
  })

  test('what does not conform is noted, and kept', () => {
    const odd = runEvent({
      eventType: 'PAUSED',
      runId: 'run_id',
      at: '2026-03-01 10:00:00',
      run: { errorMessage: {} },
    })
    const [event] = decode({ ...odd, producer: null }).events
    expect(event?.lineage?.eventType).toBe('OTHER')
    expect(event?.notes.map(({ path }) => path).sort()).toEqual(
      ['eventTime', 'eventType', 'producer', 'run.facets.errorMessage', 'run.runId'].sort(),
    )
  })

  test('a facet with no words of its own is not held against it twice: `_deleted: null` is fine', () => {
    const job = {
      jobType: {
        _producer: 'x',
        _schemaURL: 'y',
        _deleted: null,
        processingType: 'BATCH',
        integration: 'DBT',
      },
    }
    expect(decode(runEvent({ job })).events[0]?.notes).toEqual([])
  })

  test('the same event is the same however its keys are ordered', () => {
    const event = runEvent({ run: { a: { x: 1, y: 2 } } })
    const other = Object.fromEntries(Object.entries(event).reverse())
    expect(decode(event).events[0]?.key).toBe(decode(other).events[0]?.key)
    expect(decode(event).events[0]?.key).toBe(canonicalHash(event))
  })
})

describe('what is refused, alone and with its path', () => {
  const good = runEvent()
  test.for([
    [null, '', 'object'],
    ['text', '', 'object'],
    [{}, 'eventTime', 'missing'],
    [{ ...good, eventTime: 'yesterday' }, 'eventTime', 'Not a time'],
    [{ ...good, run: {} }, 'run.runId', 'missing'],
    [{ ...good, run: { runId: '  ' } }, 'run.runId', 'missing'],
    [{ ...good, run: { runId: 'x'.repeat(501) } }, 'run.runId', 'Longer'],
    [{ ...good, job: { name: 'a' } }, 'job.namespace', 'missing'],
    [{ ...good, job: { namespace: 'a', name: '' } }, 'job.name', 'missing'],
    [{ ...good, job: { namespace: 'a', name: 'é'.repeat(1_000) } }, 'job.name', 'longer'],
    [{ eventTime: '2026-03-01T10:00:00Z', dataset: { name: 'a' } }, 'dataset.namespace', 'missing'],
    [{ eventTime: '2026-03-01T10:00:00Z' }, '', 'a run, a job or a dataset'],
  ] as const)('%j', ([bad, path, message]) => {
    const alone = decode(bad)
    expect(alone.events).toEqual([])
    expect(alone.rejected).toMatchObject([
      { path, reason: 'invalid', message: expect.stringContaining(message) },
    ])
    const among = decode([good, bad, runEvent({ eventType: 'FAIL' })])
    expect(among.events.map(({ type }) => type)).toEqual(['START', 'FAIL'])
    expect(among.rejected.map((each) => each.path)).toEqual([path === '' ? '[1]' : `[1].${path}`])
  })

  test('what is nested without end', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)
    const { events, rejected } = decode([{ ...runEvent(), deep }, runEvent()])
    expect(events).toHaveLength(1)
    expect(rejected).toMatchObject([{ path: '[0]', item: null }])
  })

  test('a dataset without a name is left out, and noted', () => {
    const [event] = decode(runEvent({ inputs: [{ name: 'a' }, { namespace: 'db', name: 'b' }] })).events
    expect(event?.lineage?.inputs.map(({ name }) => name)).toEqual(['b'])
    expect(event?.notes.map(({ path }) => path)).toEqual(['inputs[0]'])
  })
})

describe('what is never stored', () => {
  const body = (event: Record<string, unknown>) => decode(event).events[0]?.body

  test('values of environment variables, secrets in Spark properties, the text of code, literals of SQL', () => {
    const event = runEvent({
      run: {
        environmentVariables: { environmentVariables: [{ name: 'HOME', value: '/root' }] },
        spark_properties: {
          properties: { 'spark.app.name': 'a', 'fs.s3a.secret.key': 'abcdef', url: 'jdbc://u:p@h/d' },
        },
      },
      job: {
        sourceCode: { language: 'python', sourceCode: 'password = "x"' },
        sql: { query: "select * from people where name = 'Ada' and id = 7" },
      },
    })
    expect(body(event)).toMatchObject({
      run: {
        facets: {
          environmentVariables: { environmentVariables: [{ name: 'HOME', value: '[redacted:key]' }] },
          spark_properties: {
            properties: {
              'spark.app.name': 'a',
              'fs.s3a.secret.key': '[redacted:key]',
              url: 'jdbc://[redacted:userinfo]@h/d',
            },
          },
        },
      },
      job: {
        facets: {
          sourceCode: { language: 'python', sourceCode: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
          sql: { query: 'select * from people where name = ? and id = ?' },
        },
      },
    })
    expect(JSON.stringify(decode(event).events[0]?.lineage)).not.toMatch(/Ada|abcdef|\/root|password/)
  })

  test('and reading what was stored changes nothing more', () => {
    const event = runEvent({
      job: { sourceCode: { language: 'sql', sourceCode: 'x' }, sql: { query: "a = 'b'" } },
    })
    const once = body(event)
    if (typeof once !== 'object' || once === null) throw new Error('an event was decoded')
    expect(body({ ...once })).toEqual(once)
  })
})

describe.skipIf(!hasFixtures)('recorded events', () => {
  test('the 19 of dbt with `_deleted: null` are taken', () => {
    const dbt = scenarios().find(({ name }) => name === 'materialized-dbt')?.events ?? []
    const odd = dbt.filter((event) => JSON.stringify(event).includes('"_deleted":null'))
    expect(odd).toHaveLength(19)
    expect(decodedEventsIn(odd)).toHaveLength(19)
  })

  test('every one that has an id is taken, and its custom facets are exactly what was sent', () => {
    for (const { events } of scenarios()) {
      for (const event of events) {
        const [decoded] = decodedEventsIn([event])
        const id: unknown = Reflect.get(Object(Reflect.get(Object(event), 'run')), 'runId')
        const isRun = Reflect.has(Object(event), 'run')
        expect(decoded !== undefined).toBe(!isRun || typeof id === 'string')
        if (decoded?.lineage?.run == null) continue
        const sent: Record<string, unknown> = Object(
          Reflect.get(Object(Reflect.get(Object(event), 'run')), 'facets'),
        )
        for (const [name, facet] of Object.entries(decoded.lineage.run.facets)) {
          if (name !== 'spark_properties' && name !== 'environment-properties')
            expect(canonicalHash(facet)).toBe(canonicalHash(sent[name]))
        }
      }
    }
  })
})
