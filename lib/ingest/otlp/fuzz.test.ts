import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Refusal } from '@/lib/model/refusal'
import kept from './fuzz-seeds.json'
import { encodeJsonRequest } from './json-request'
import { countMetricPoints } from './metrics'
import { TelemetryBatch } from './telemetry-batch'
import { USUAL_TIMES } from './testing/contexts'
import { type FuzzCase, fuzzCase } from './testing/mutate'
import { storedLogs, storedSpans } from './testing/stored-rows'

const CASES = 20_000
const READ_BACK_EVERY = 16
const STALL_MS = 1_000

/** Decodes as a receiver does. A refusal is an answer; anything else is a bug. */
function decode({ signal, form, isGzip, body }: FuzzCase, batch: TelemetryBatch): 'taken' | 'refused' {
  let bytes: Buffer
  try {
    bytes = isGzip ? gunzipSync(body, { maxOutputLength: 1 << 20 }) : body
  } catch {
    // Inflating is zlib's; what is broken there never reaches the decoder.
    return 'refused'
  }
  try {
    const protobuf = form === 'json' ? encodeJsonRequest(signal, bytes.toString('utf8')) : bytes
    if (signal === 'traces') batch.appendTraces(protobuf, USUAL_TIMES)
    else if (signal === 'logs') batch.appendLogs(protobuf, USUAL_TIMES)
    else countMetricPoints(protobuf)
    return 'taken'
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'invalid' || error.code === 'too_large')) return 'refused'
    throw error
  }
}

/** What was taken must be what Postgres would take too. */
function readBack(batch: TelemetryBatch): void {
  storedSpans(batch)
  storedLogs(batch)
  for (const { attributesJson } of [...batch.resources.values(), ...batch.scopes.values()])
    JSON.parse(attributesJson)
  for (const key of batch.traces.keys()) JSON.stringify(batch.skeletonOf(key))
}

test(`${CASES} broken requests are taken or refused, and nothing else happens`, () => {
  const base = Math.floor(Math.random() * 2 ** 31)
  const seeds = [...kept.map(({ seed }) => seed), ...Array.from({ length: CASES }, (_, n) => (base + n) | 0)]
  const batch = new TelemetryBatch(64)
  const outcomes = { taken: 0, refused: 0 }
  let longest = { ms: 0, seed: 0 }
  for (const [n, seed] of seeds.entries()) {
    const made = fuzzCase(seed)
    const before = process.cpuUsage()
    try {
      outcomes[decode(made, batch)]++
      if (n % READ_BACK_EVERY === 0 || n < kept.length) {
        readBack(batch)
        batch.reset()
      }
    } catch (error) {
      throw new Error(`Seed ${seed} of base ${base}; keep it in fuzz-seeds.json`, { cause: error })
    }
    // Of the processor, not of the clock: the machine may be busy with other things.
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1_000
    if (ms > longest.ms) longest = { ms, seed }
  }
  expect(longest.ms, `seed ${longest.seed} of base ${base} took ${longest.ms} ms`).toBeLessThan(STALL_MS)
  // Were nearly all of one kind, the cases would no longer try anything.
  expect(outcomes.taken).toBeGreaterThan(CASES / 10)
  expect(outcomes.refused).toBeGreaterThan(CASES / 10)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
}, 60_000)
