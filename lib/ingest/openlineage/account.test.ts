import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LineageEvent } from '@/lib/model/lineage'
import { accountOf, accumulate, emptyAccount, mentionOf } from './account'
import { canonicalText } from './canonical'
import { read, runEvent } from './testing/event-maker'
import { runFacet } from './view'

const fold = (events: readonly LineageEvent[]) =>
  events.map(accountOf).reduce(accumulate, emptyAccount(events[0]?.kind ?? 'run'))

const time = fc.integer({ min: 0, max: 5 }).map((second) => `2026-03-01T10:00:0${second}Z`)
const value = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constant('é'),
  fc.constant(null),
  fc.constant([1, { a: null }]),
)
const facet = fc.record({ x: value }, { requiredKeys: [] })
const facets = fc.dictionary(fc.constantFrom('a', 'spark.logicalPlan', '__proto__', 'parent'), facet, {
  maxKeys: 3,
})
const use = fc.record({
  namespace: fc.constant('db'),
  name: fc.constantFrom('t1', 't2', 't3'),
  facets: fc.dictionary(fc.constantFrom('columnLineage', 'schema', 'lineage'), facet, { maxKeys: 2 }),
  inputFacets: facets,
  outputFacets: facets,
})
const snapshots = fc.constantFrom(
  {},
  { jobType: { emissionPattern: { eventContentMode: 'COMPLETE_SNAPSHOT' } } },
)
const event = fc
  .record({
    eventType: fc.constantFrom('START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER', null),
    at: time,
    run: facets,
    job: fc.oneof(snapshots, facets, fc.constant({ lineage: { entries: [{ type: 'JOB' }] } })),
    inputs: fc.array(use, { maxLength: 3 }),
    outputs: fc.array(use, { maxLength: 3 }),
  })
  .map(runEvent)
const account = fc.oneof(
  fc.array(event, { maxLength: 4 }).map((events) => fold(read(...events))),
  fc.constant(mentionOf('5', { tool: 'airflow', nativeId: 'x', attempt: 1 })),
)

describe('accumulate', () => {
  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(account, account, account, (a, b, c) => {
        expect(text(accumulate(a, b))).toBe(text(accumulate(b, a)))
        expect(text(accumulate(accumulate(a, b), c))).toBe(text(accumulate(a, accumulate(b, c))))
        expect(text(accumulate(a, a))).toBe(text(a))
        expect(text(accumulate(accumulate(a, b), b))).toBe(text(accumulate(a, b)))
      }),
    )
  })

  test('gives the same for any order, split and number of the same events', () => {
    fc.assert(
      fc.property(
        fc
          .array(event, { minLength: 1, maxLength: 8 })
          .chain((events) =>
            fc.tuple(
              fc.constant(events),
              fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
              fc.nat(events.length),
            ),
          ),
        ([events, shuffled, cut]) => {
          const whole = text(fold(read(...events)))
          expect(text(fold(read(...shuffled)))).toBe(whole)
          const parts = [events.slice(cut), events.slice(0, cut)].map((part) => fold(read(...part)))
          expect(text(parts.reduce(accumulate))).toBe(whole)
        },
      ),
    )
  })

  test('survives being stored as JSON', () => {
    fc.assert(
      fc.property(account, account, (a, b) => {
        const stored: typeof a = JSON.parse(JSON.stringify(a))
        expect(text(accumulate(stored, b))).toBe(text(accumulate(a, b)))
      }),
    )
  })

  test('replaces a facet whole by the one that was said later', () => {
    const events = read(
      runEvent({ at: '2026-03-01T10:00:02Z', run: { a: { later: 1 } } }),
      runEvent({ at: '2026-03-01T10:00:01Z', run: { a: { earlier: 1 }, b: { kept: 1 } } }),
    )
    expect(runFacet(fold(events), 'a').value).toEqual({ later: 1 })
    expect(runFacet(fold(events), 'b').value).toEqual({ kept: 1 })
  })

  test('adds up what was read and written, and begins anew at a complete snapshot', () => {
    const dataset = (name: string) => ({ namespace: 'db', name })
    const first = runEvent({ at: '2026-03-01T10:00:01Z', inputs: [dataset('a')] })
    const second = runEvent({ at: '2026-03-01T10:00:02Z', inputs: [dataset('b')] })
    expect(names(fold(read(first, second)).inputs)).toEqual(['a', 'b'])
    const job = { jobType: { emissionPattern: { eventContentMode: 'COMPLETE_SNAPSHOT' } } }
    const snapshot = runEvent({ at: '2026-03-01T10:00:03Z', job, inputs: [dataset('c')] })
    expect(names(fold(read(snapshot, first, second)).inputs)).toEqual(['c'])
  })

  test('keeps no more datasets than anybody uses, and the same ones in any order', () => {
    const inputs = Array.from({ length: 1_500 }, (_, index) => ({ namespace: 'db', name: `t${index}` }))
    const [one, two] = [inputs.slice(0, 700), inputs.slice(700)].map((part) =>
      fold(read(runEvent({ inputs: part }))),
    )
    if (one === undefined || two === undefined) throw new Error('two parts were made')
    expect(Object.keys(accumulate(one, two).inputs)).toHaveLength(1_000)
    expect(text(accumulate(one, two))).toBe(text(accumulate(two, one)))
  })
})

const text = canonicalText
const names = (uses: Record<string, { name: string }>): string[] =>
  Object.values(uses)
    .map(({ name }) => name)
    .sort()
