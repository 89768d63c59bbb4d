import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect } from 'vitest'
import { stableJson } from '@/lib/executions/stable-json'
import { factsOfTellings } from '@/lib/executions/tell'
import type { DecodedRequest, IncomingEvent, Telling } from '@/lib/model/event'

type Decode = (event: IncomingEvent) => DecodedRequest
/** A payload with the headers that came with it. */
export type SentPayload = { body: unknown; headers?: Record<string, string> }

/** A case that failed once: kept, so that it is tried again whatever the next random seed is. */
type KeptSeed = { property: string; seed: number; path: string; why: string }

const kept: KeptSeed[] = JSON.parse(readFileSync(new URL('../decoder-seeds.json', import.meta.url), 'utf8'))
const FIXTURES = '../shared/fixtures'
const TELLER = {
  orgId: '00000000-0000-4000-8000-000000000001',
  sourceId: '00000000-0000-4000-8000-000000000002',
  dialect: 'tool',
}
const RECEIVED_AT = '1790000000000000000'

/** JSON files of a folder of recorded payloads, by name; null where that folder is not there. */
export function recordedPayloads(folder: string): Map<string, unknown> | null {
  const path = `${FIXTURES}/${folder}`
  if (!existsSync(path)) return null
  const files = readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .sort()
  return new Map(files.map((file) => [file, JSON.parse(readFileSync(`${path}/${file}`, 'utf8'))]))
}

/** One payload through a decoder. */
export const decoded = (decode: Decode, { body, headers = {} }: SentPayload): DecodedRequest =>
  decode({ protocol: 'webhook', headers, body, receivedAt: RECEIVED_AT })

/** What payloads tell, one after the other. */
export const tellingsOf = (decode: Decode, payloads: readonly SentPayload[]): Telling[] =>
  payloads.flatMap((payload) => decoded(decode, payload).events.flatMap(({ tellings }) => tellings))

/** What tellings add up to, in one order, as it comes back from the database. */
export function folded(tellings: readonly Telling[]): unknown {
  const { executions, taskRuns, keys, references } = factsOfTellings(TELLER, tellings)
  const sorted = (rows: readonly unknown[]): string[] => rows.map(stableJson).sort()
  return [executions, taskRuns, keys, references].map(sorted)
}

/** Holds that what is kept of payloads reads as they did: by that they are replayed. */
function readsAgain(decode: Decode, payloads: readonly SentPayload[]): void {
  for (const payload of payloads)
    for (const event of decoded(decode, payload).events)
      expect(decoded(decode, { ...payload, body: event.body }).events).toEqual([event])
}

/**
 * Holds that payloads sent in any order, each as often as one likes, add up to what they do in this one, and that each reads the
 * same when it is replayed.
 */
export function foldsAlike(name: string, decode: Decode, payloads: readonly SentPayload[]): void {
  readsAgain(decode, payloads)
  const each = payloads.map((payload) => tellingsOf(decode, [payload]))
  const whole = JSON.stringify(folded(each.flat()))
  const twice = [...each, ...each]
  const orders = fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length })
  holds(name, orders, 50, (order) => {
    if (JSON.stringify(folded(order.flat())) !== whole)
      expect(folded(order.flat())).toEqual(JSON.parse(whole))
  })
}

/** Holds that no payload, mangled in any way, makes a decoder throw or tell what cannot be stored. */
export function survivesMangling(name: string, decode: Decode, payloads: readonly SentPayload[]): void {
  const mangled = fc.record({
    which: fc.nat({ max: payloads.length - 1 }),
    changes: fc.array(fc.record({ place: fc.nat(), by: fc.nat({ max: HOSTILE.length }) }), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  holds(name, mangled, 1_000, ({ which, changes }) => {
    const payload = payloads[which]
    const body = changes.reduce((value, { place, by }) => change(value, place, by), payload?.body)
    isStorable(decoded(decode, { ...payload, body }))
  })
  for (const body of HOSTILE) isStorable(decoded(decode, { body }))
  holds(`${name}: anything`, fc.jsonValue(), 300, (body) => isStorable(decoded(decode, { body })))
}

function holds<Value>(
  name: string,
  arbitrary: fc.Arbitrary<Value>,
  numRuns: number,
  check: (value: Value) => void,
): void {
  const property = fc.property(arbitrary, (value) => {
    check(value)
  })
  for (const { seed, path } of kept.filter((each) => each.property === name))
    fc.assert(property, { seed, path })
  fc.assert(property, { numRuns })
}

const deep = (levels: number): unknown => {
  let value: unknown = 'deep'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '\u0000',
  '\ud800 lone \udc00',
  'x'.repeat(20_000),
  '9999-12-31T23:59:59Z',
  '99999999999999999999999999',
  'https://[::1',
  '__proto__',
  'constructor',
  'toString',
  [],
  {},
  [null, 1, 'x', {}],
  JSON.parse('{"__proto__":{"id":1},"constructor":{"name":"x"},"toString":null,"hasOwnProperty":1}'),
  deep(40),
  deep(400),
]

/** The document with one of its values replaced by a hostile one, or left out; `place` counts values from the front. */
function change(value: unknown, place: number, by: number): unknown {
  const total = count(value)
  let left = place % total
  const visit = (of: unknown): unknown => {
    if (left-- === 0) return HOSTILE[by]
    if (Array.isArray(of)) return of.map((item) => (left < 0 ? item : visit(item)))
    if (typeof of !== 'object' || of === null) return of
    const entries = Object.entries(of).map(([key, item]) => [key, left < 0 ? item : visit(item)] as const)
    return Object.fromEntries(entries)
  }
  return visit(value)
}

const count = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, item) => sum + count(item), 1)
    : 1

const isNano = (time: string | undefined): boolean => time === undefined || /^\d{1,19}$/.test(time)

/** Plain checks: these run some hundred thousand times. */
function isStorable({ events, rejected }: DecodedRequest): void {
  if (events.length + rejected.length === 0) throw new Error('nothing became of it')
  for (const { key, type, at, tellings, because } of events) {
    if (key === '' || type === '') throw new Error('an event without a name')
    if (!isNano(at ?? undefined)) throw new Error(`no time: ${at}`)
    if (tellings.length === 0 && because === null) throw new Error(`${type} says neither what nor why not`)
  }
  const tellings = events.flatMap((event) => event.tellings)
  for (const telling of tellings) {
    const { at, queuedAt, startedAt, endedAt, states = [], errors = [] } = telling
    const times = [at, queuedAt, startedAt, endedAt, ...[...states, ...errors].map((each) => each.at)]
    if (!times.every(isNano)) throw new Error(`no time among ${times}`)
    const ids = telling.about === 'task' ? [telling.execution, telling.of] : [telling.of]
    if (ids.some(({ attempt }) => !Number.isInteger(attempt) || attempt < 0 || attempt >= 2 ** 31))
      throw new Error('an attempt that no column holds')
  }
  folded(tellings)
}
