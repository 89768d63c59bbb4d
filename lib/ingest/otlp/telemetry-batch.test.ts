import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeJsonRequest } from './json-request'
import { TelemetryBatch } from './telemetry-batch'
import { arbitraryLogs, arbitraryTraces } from './testing/arbitrary-requests'
import { USUAL_TIMES } from './testing/contexts'
import { encodeJson } from './testing/encode-json'
import { encodeProtobuf } from './testing/encode-protobuf'
import type { LogsModel, TracesModel } from './testing/otlp-model'
import { expectedLog, expectedSpan } from './testing/reference'
import { storedLogs, storedSpans } from './testing/stored-rows'

const RUNS = { numRuns: 250 }

function decoded(...requests: [TracesModel | LogsModel, Buffer][]): TelemetryBatch {
  const batch = new TelemetryBatch(64)
  for (const [{ signal }, bytes] of requests) append(batch, signal, bytes)
  return batch
}

const append = (batch: TelemetryBatch, signal: 'traces' | 'logs', bytes: Buffer) =>
  signal === 'traces' ? batch.appendTraces(bytes, USUAL_TIMES) : batch.appendLogs(bytes, USUAL_TIMES)

const itemsOf = <Item>(model: { groups: { scopes: { items: Item[] }[] }[] }): Item[] =>
  model.groups.flatMap(({ scopes }) => scopes.flatMap(({ items }) => items))

describe('a request', () => {
  test('of spans is stored as it was sent', () => {
    fc.assert(
      fc.property(arbitraryTraces, fc.boolean(), (model, isLegacy) => {
        const batch = new TelemetryBatch(64)
        const outcome = batch.appendTraces(encodeProtobuf(model, isLegacy), USUAL_TIMES)
        const expected = itemsOf(model).map((span) => expectedSpan(span, USUAL_TIMES))
        const accepted = expected.filter((span) => span !== null)
        expect(storedSpans(batch)).toEqual(accepted)
        expect(outcome.accepted).toBe(accepted.length)
        expect(outcome.rejectedCount).toBe(expected.length - accepted.length)
      }),
      RUNS,
    )
  })

  test('of log records is stored as it was sent', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.boolean(), (model, isLegacy) => {
        const batch = new TelemetryBatch(64)
        batch.appendLogs(encodeProtobuf(model, isLegacy), USUAL_TIMES)
        const expected = itemsOf(model).map((log) => expectedLog(log, USUAL_TIMES))
        const stored = storedLogs(batch).map(({ id: _id, exception: _exception, ...rest }) => rest)
        expect(stored).toEqual(expected.filter((log) => log !== null))
      }),
      RUNS,
    )
  })

  test.each([['traces', arbitraryTraces] as const, ['logs', arbitraryLogs] as const])(
    'of %s gives the same bytes from JSON and from protobuf',
    (signal, arbitrary) => {
      fc.assert(
        fc.property<[TracesModel | LogsModel, boolean]>(arbitrary, fc.boolean(), (model, isLegacy) => {
          const protobuf = encodeProtobuf(model, isLegacy)
          const json = encodeJsonRequest(signal, encodeJson(model, isLegacy))
          expect(json.toString('hex')).toBe(protobuf.toString('hex'))
          const [a, b] = [decoded([model, json]), decoded([model, protobuf])]
          expect(a.spanCopy()).toEqual(b.spanCopy())
          expect(a.logCopy()).toEqual(b.logCopy())
          expect(a.resources).toEqual(b.resources)
          expect(a.scopes).toEqual(b.scopes)
        }),
        RUNS,
      )
    },
  )

  test('that is split gives the same rows, resources, scopes and traces', () => {
    fc.assert(
      fc.property(arbitraryTraces, (model) => {
        const parts = model.groups.flatMap((group) =>
          group.scopes.flatMap((scope) =>
            scope.items.map((item): TracesModel => {
              const scopes = [{ ...scope, items: [item] }]
              return { signal: 'traces', groups: [{ ...group, scopes }] }
            }),
          ),
        )
        const whole = decoded([model, encodeProtobuf(model)])
        const pieces = decoded(...parts.map((part): [TracesModel, Buffer] => [part, encodeProtobuf(part)]))
        expect(pieces.spanCopy()).toEqual(whole.spanCopy())
        expect([...pieces.resources]).toEqual([...whole.resources])
        expect([...pieces.scopes]).toEqual([...whole.scopes])
        expect(tracesOf(pieces)).toEqual(tracesOf(whole))
      }),
      RUNS,
    )
  })

  test('that turns out to be broken leaves the batch as it was', () => {
    fc.assert(
      fc.property(arbitraryTraces, arbitraryLogs, fc.nat(), (traces, logs, cut) => {
        const batch = decoded([traces, encodeProtobuf(traces)], [logs, encodeProtobuf(logs)])
        const before = stateOf(batch)
        for (const model of [traces, logs]) {
          // A field that claims more bytes than there are, behind everything that is sound.
          const bytes = encodeProtobuf(model)
          const broken = Buffer.concat([bytes, Buffer.from([0x0a, 1 + (cut % 100)])])
          expect(() => append(batch, model.signal, broken)).toThrow(/not valid protobuf/)
          expect(stateOf(batch)).toEqual(before)
        }
        append(batch, 'traces', encodeProtobuf(traces))
        const twice = decoded([traces, encodeProtobuf(traces)], [traces, encodeProtobuf(traces)])
        expect(batch.spanCopy()).toEqual(twice.spanCopy())
        expect(skeletonsOf(batch).map(({ spans }) => spans.length)).toEqual(
          [...batch.traces.values()].map(({ spans }) => spans),
        )
      }),
      { numRuns: 200 },
    )
  })
})

/** Which request touched a trace last is the batch's own business. */
const tracesOf = (batch: TelemetryBatch) =>
  [...batch.traces].map(([key, trace]) => [key, structuredClone({ ...trace, touchedBy: null })])

const skeletonsOf = (batch: TelemetryBatch) => [...batch.traces.keys()].map((key) => batch.skeletonOf(key))

const stateOf = (batch: TelemetryBatch) => ({
  spans: Buffer.from(batch.spanCopy() ?? []),
  logs: Buffer.from(batch.logCopy() ?? []),
  traces: tracesOf(batch),
  resources: [...batch.resources],
  scopes: [...batch.scopes],
  marks: skeletonsOf(batch).map(({ spans, logErrors }) => [spans.map(({ mark }) => mark), logErrors]),
})
