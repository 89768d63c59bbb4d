import { describe, expect, test } from 'vitest'
import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import { ecsDocument } from './audit-ecs'
import { auditFileHead, auditFileLine, auditFileName } from './audit-file'
import { ocsfEvent } from './audit-ocsf'

const entry = (of: Partial<ExportedAuditEntry> = {}): ExportedAuditEntry => ({
  orgId: 'org-1',
  seq: 42,
  at: new Date('2026-11-21T13:04:05.678Z'),
  actor: { kind: 'user', id: 'ada', name: 'Ada' },
  onBehalfOf: null,
  action: 'source.updated',
  outcome: 'done',
  target: { kind: 'source', id: 's-1', teamId: 't-1', teamName: 'Data', name: 'airflow' },
  source: { kind: 'console', id: null },
  ip: '192.0.2.7',
  requestId: 'req-1',
  reason: 'tidied up',
  isErased: false,
  before: { name: '=old' },
  after: { name: 'airflow' },
  format: 2,
  hash: 'aa',
  previousHash: 'bb',
  payloadHash: 'cc',
  ...of,
})
const byToken = entry({
  actor: { kind: 'token', id: 'tok', name: 'deploy' },
  onBehalfOf: { kind: 'user', id: 'ada', name: 'Ada' },
  source: { kind: 'api', id: 'tok' },
})
const erased = entry({
  ...{ actor: { kind: 'user', id: 'ada', name: null }, ip: null, requestId: null, reason: null },
  ...{ before: null, after: null, isErased: true },
  target: { kind: 'user', id: 'bob', teamId: null, teamName: null, name: null },
})

/** What every event of the framework must have (base_event), and what its class must have. */
const REQUIRED = ['activity_id', 'category_uid', 'class_uid', 'type_uid', 'severity_id', 'time', 'metadata']
const OF_CLASS: Record<number, string[]> = {
  3002: ['user', 'service'],
  3004: ['entity'],
  6003: ['actor', 'api', 'src_endpoint'],
}

describe('OCSF', () => {
  test('each class has what it must have, and a type that is its class and activity', () => {
    const actions = [
      'source.created',
      'audit_log.exported',
      'team.renamed',
      'view.deleted',
      'session.started',
      'session.ended',
      'request.denied',
    ]
    for (const action of actions)
      for (const of of [
        entry,
        (it: Partial<ExportedAuditEntry>) => ({ ...byToken, ...it }),
        (it: Partial<ExportedAuditEntry>) => ({ ...erased, ...it }),
      ]) {
        const event = ocsfEvent(of({ action }))
        const classUid = Number(event.class_uid)
        expect(Object.keys(event)).toEqual(
          expect.arrayContaining([...REQUIRED, ...(OF_CLASS[classUid] ?? ['unknown class'])]),
        )
        expect(event.type_uid).toBe(classUid * 100 + Number(event.activity_id))
        expect(Math.floor(classUid / 1000)).toBe(event.category_uid)
        expect(event.metadata).toMatchObject({
          version: expect.any(String),
          product: { name: 'Runledger' },
          sequence: 42,
        })
      }
  })

  test('a change of a thing is Entity Management with what it was and what it is', () => {
    expect(ocsfEvent(entry())).toMatchObject({
      ...{ class_uid: 3004, activity_id: 3, type_uid: 300403, status_id: 1, time: 1795266245678 },
      actor: { user: { uid: 'ada', name: 'Ada', type_id: 1 } },
      entity: { uid: 's-1', type: 'source', data: { name: '=old' } },
      entity_result: { uid: 's-1', data: { name: 'airflow' } },
      ...{ comment: 'tidied up', src_endpoint: { ip: '192.0.2.7' } },
    })
  })

  test('what a token did is API Activity of the person for whom it acted', () => {
    expect(ocsfEvent(byToken)).toMatchObject({
      ...{ class_uid: 6003, api: { operation: 'source.updated' } },
      actor: { user: { uid: 'ada' }, app_uid: 'tok', app_name: 'deploy' },
      resources: [{ uid: 's-1', type: 'source' }],
    })
  })

  test('a refused sign-in is a failed Authentication', () => {
    const refused = entry({
      action: 'session.refused',
      outcome: 'denied',
      target: { ...erased.target, name: 'Bob' },
    })
    expect(ocsfEvent(refused)).toMatchObject({
      class_uid: 3002,
      activity_id: 1,
      status_id: 2,
      user: { uid: 'bob' },
    })
  })
})

describe('ECS', () => {
  test('the fields of the schema, and the rest in its own room', () => {
    expect(ecsDocument(byToken)).toMatchObject({
      '@timestamp': '2026-11-21T13:04:05.678Z',
      event: {
        kind: 'event',
        category: ['configuration'],
        type: ['change'],
        action: 'source.updated',
        outcome: 'success',
        sequence: 42,
        hash: 'aa',
        reason: 'tidied up',
      },
      user: { id: 'tok', name: 'deploy', effective: { id: 'ada', name: 'Ada' } },
      ...{ organization: { id: 'org-1' }, source: { ip: '192.0.2.7' } },
      related: { user: ['ada', 'Ada', 'tok', 'deploy'], ip: ['192.0.2.7'], hash: ['aa'] },
      runledger: { audit: { target: { kind: 'source', id: 's-1' }, previous_hash: 'bb' } },
    })
  })

  test('what was denied, and who it was about', () => {
    const denied = ecsDocument(
      entry({ action: 'member.write', outcome: 'denied', target: erased.target, ip: 'unknown' }),
    )
    expect(denied).toMatchObject({
      event: { category: ['iam'], type: ['change', 'denied'], outcome: 'failure' },
      user: { target: { id: 'bob' } },
    })
    // A field of type ip refuses what is none.
    expect(denied.source).toEqual({ address: 'unknown' })
    expect(ecsDocument(entry({ action: 'session.ended' }))).toMatchObject({
      event: { category: ['authentication', 'session'], type: ['end'] },
    })
  })
})

test('a CSV has one cell a name, and runs nothing; lines of JSON have the same names', () => {
  const names = auditFileHead('csv').trim().split(',')
  const [line] = auditFileLine('csv', erased).split('\r\n')
  expect(line?.split(',')).toHaveLength(names.length)
  expect(auditFileLine('csv', entry({ reason: '=1+1' }))).toContain(",'=1+1,")
  const parsed = JSON.parse(auditFileLine('jsonl', entry()))
  expect(Object.keys(parsed)).toEqual(names)
  expect(parsed).toMatchObject({ seq: 42, before: { name: '=old' }, is_erased: false })
  expect(auditFileHead('ocsf')).toBe('')
})

test('a file is named by what it holds', () => {
  const at = new Date('2026-11-21T13:04:05Z')
  expect(auditFileName('csv', at)).toBe('audit-20261121-130405.csv')
  expect(auditFileName('ecs', at)).toBe('audit-ecs-20261121-130405.jsonl')
})
