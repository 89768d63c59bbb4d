import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type AuditLeaf, entryHash, GENESIS_HASH, payloadHash } from './entry-hash'

const payload = {
  by: { name: 'Ada', ip: '192.0.2.1', requestId: null },
  before: null,
  after: { name: 'Nightly' },
}

const leaf: AuditLeaf = {
  orgId: '11111111-1111-4111-8111-111111111111',
  seq: 1,
  at: new Date('2026-01-02T03:04:05.678Z'),
  actor: { kind: 'user', id: 'ada' },
  action: 'source.created',
  outcome: 'done',
  target: { kind: 'source', id: 's1', teamId: null },
  payloadHash: payloadHash(payload),
  previousHash: GENESIS_HASH,
}

test('a verifier of one line of shell gets the same hash', () => {
  const prev = '0'.repeat(64)
  const text = `{"action":"source.created","actor":{"id":"ada","kind":"user"},"at":"2026-01-02T03:04:05.678Z","org":"11111111-1111-4111-8111-111111111111","outcome":"done","payload_hash":"${leaf.payloadHash.toString('hex')}","prev":"${prev}","seq":1,"target":{"id":"s1","kind":"source","team":null}}`
  expect(entryHash(leaf)).toEqual(createHash('sha256').update(`\0${text}`).digest())
})

test.each<[string, Partial<AuditLeaf>]>([
  ['organization', { orgId: '22222222-2222-4222-8222-222222222222' }],
  ['place', { seq: 2 }],
  ['time', { at: new Date(0) }],
  ['actor', { actor: { kind: 'token', id: 'ada' } }],
  ['action', { action: 'source.updated' }],
  ['outcome', { outcome: 'denied' }],
  ['target', { target: { kind: 'source', id: 's2', teamId: null } }],
  ['payload', { payloadHash: payloadHash({ ...payload, after: { name: 'Daily' } }) }],
  ['predecessor', { previousHash: Buffer.alloc(32, 1) }],
])('another %s is another hash', (_, other) => {
  expect(entryHash({ ...leaf, ...other })).not.toEqual(entryHash(leaf))
})

test('the name and the address of a person are in the payload, which can be erased', () => {
  expect(payloadHash({ ...payload, by: { ...payload.by, name: 'Bob' } })).not.toEqual(payloadHash(payload))
})
