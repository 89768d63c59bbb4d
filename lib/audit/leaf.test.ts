import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hex } from './byte-text'
import {
  asLeaf,
  type EntryFields,
  GENESIS_HASH,
  hashOfLeaf,
  hashOfPayload,
  leafOf,
  leafText,
  payloadOfFormatOne,
  type SaltedPayload,
} from './leaf'

const payload: SaltedPayload = {
  salt: '00112233445566778899aabbccddeeff',
  by: { name: 'Ada', ip: '192.0.2.1', request_id: null, on_behalf_of: null },
  before: null,
  after: { name: 'Nightly' },
  reason: null,
}

const entry: EntryFields = {
  format: 2,
  orgId: '11111111-1111-4111-8111-111111111111',
  seq: 1,
  at: new Date('2026-01-02T03:04:05.678Z'),
  actor: { kind: 'token', id: 't1' },
  onBehalfOf: { kind: 'user', id: 'ada' },
  action: 'source.created',
  outcome: 'done',
  target: { kind: 'source', id: 's1', teamId: null },
  source: { kind: 'api', id: 't1' },
  payloadHash: hashOfPayload(payload),
  previousHash: GENESIS_HASH,
}

test('a verifier of one line of shell gets the same hash', () => {
  const text = `{"action":"source.created","actor":{"id":"t1","kind":"token"},"at":"2026-01-02T03:04:05.678Z","on_behalf_of":{"id":"ada","kind":"user"},"org":"11111111-1111-4111-8111-111111111111","outcome":"done","payload_hash":"${hex(entry.payloadHash)}","prev":"${'0'.repeat(64)}","seq":1,"source":{"id":"t1","kind":"api"},"target":{"id":"s1","kind":"source","team":null},"v":2}`
  expect(leafText(leafOf(entry))).toBe(text)
  expect(hex(hashOfLeaf(leafOf(entry)))).toBe(createHash('sha256').update(`\0${text}`).digest('hex'))
})

test('an entry that was written before there was a salt keeps its hash', () => {
  const old = leafOf({ ...entry, format: 1 })
  expect(leafText(old)).toBe(
    `{"action":"source.created","actor":{"id":"t1","kind":"token"},"at":"2026-01-02T03:04:05.678Z","org":"11111111-1111-4111-8111-111111111111","outcome":"done","payload_hash":"${hex(entry.payloadHash)}","prev":"${'0'.repeat(64)}","seq":1,"target":{"id":"s1","kind":"source","team":null}}`,
  )
  expect(
    hex(
      hashOfPayload(
        payloadOfFormatOne({ by: { name: 'Ada', ip: null, requestId: 'r' }, before: null, after: 1 }),
      ),
    ),
  ).toBe(
    createHash('sha256')
      .update('{"after":1,"before":null,"by":{"ip":null,"name":"Ada","request_id":"r"}}')
      .digest('hex'),
  )
})

test.each<[string, Partial<EntryFields>]>([
  ['format', { format: 1 }],
  ['organization', { orgId: '22222222-2222-4222-8222-222222222222' }],
  ['place', { seq: 2 }],
  ['time', { at: new Date(0) }],
  ['actor', { actor: { kind: 'user', id: 't1' } }],
  ['person behind', { onBehalfOf: null }],
  ['action', { action: 'source.updated' }],
  ['outcome', { outcome: 'denied' }],
  ['target', { target: { kind: 'source', id: 's2', teamId: null } }],
  ['source', { source: { kind: 'console', id: null } }],
  ['payload', { payloadHash: hashOfPayload({ ...payload, salt: '11'.repeat(16) }) }],
  ['predecessor', { previousHash: new Uint8Array(32).fill(1) }],
])('another %s is another hash', (_, other) => {
  expect(hashOfLeaf(leafOf({ ...entry, ...other }))).not.toEqual(hashOfLeaf(leafOf(entry)))
})

test('a leaf of format 2 says what it came in by', () => {
  expect(() => leafOf({ ...entry, source: null })).toThrow(TypeError)
})

test('a leaf is read back; what is no leaf is not', () => {
  for (const format of [1, 2] as const) {
    const leaf = leafOf({ ...entry, format })
    expect(asLeaf(JSON.parse(leafText(leaf)))).toEqual(leaf)
    for (const word of Object.keys(leaf)) expect(asLeaf({ ...leaf, [word]: undefined })).toBeNull()
    expect(asLeaf({ ...leaf, more: 1 })).toBeNull()
    expect(asLeaf({ ...leaf, seq: 1.5 })).toBeNull()
    expect(asLeaf({ ...leaf, prev: leaf.prev.toUpperCase().replace('0', 'A') })).toBeNull()
    expect(asLeaf({ ...leaf, actor: { ...leaf.actor, name: 'Ada' } })).toBeNull()
  }
  for (const value of [null, [], 'leaf', { v: 3 }]) expect(asLeaf(value)).toBeNull()
})
