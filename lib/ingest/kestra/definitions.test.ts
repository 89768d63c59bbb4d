import { expect, test } from 'vitest'
import { decoded } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeKestra } from './decode'
import { kestraPoll } from './poll'

const changesOf = (body: unknown) =>
  decoded(decodeKestra, { body }).events.flatMap(({ changes }) => changes ?? [])

const REVISION = {
  id: 'daily_load',
  namespace: 'company.team',
  revision: 7,
  updated: '2026-11-21T10:00:00Z',
  source: 'id: daily_load',
}

test('a flow that was edited and has not run is told with its new revision', async () => {
  const api = scriptedApi((path) => {
    if (path.includes('/flows/search')) return { results: path.includes('page=1&') ? [REVISION] : [] }
    if (path.includes('/revisions')) return [{ ...REVISION, revision: 6, source: 'id: old' }, REVISION]
    return { results: [] }
  })
  const cursor = { flows: { 'company.team/daily_load': 6 } }
  const items = (await pagesOf(kestraPoll, api, cursor)).flatMap((page) => page.items)
  expect(items.flatMap(changesOf)).toEqual([
    {
      about: 'definition',
      of: { namespace: 'main/company.team', flow: 'daily_load' },
      place: 'deployed',
      at: '1795255200000000000',
      format: 'kestra',
      text: 'id: daily_load',
      revision: '7',
    },
  ])
})

test('a flow that was deleted is told as gone', () => {
  const item = { ...REVISION, source: null, deleted: true }
  expect(changesOf({ kind: 'revision', item, tenant: 'main' })).toMatchObject([{ isGone: true, text: null }])
})

test('the audit log tells who edited what, from and to', () => {
  const item = {
    auditLog: {
      id: 'x',
      type: 'UPDATE',
      date: '2026-11-21T10:00:00Z',
      userId: 'u1',
      detail: { type: 'UPDATE', resourceType: 'FLOW', namespace: 'company.team', id: 'daily_load' },
      appliedPatch: [{ op: 'replace', path: '/triggers/0/cron', value: '0 2 * * *' }],
      revertPatch: [{ op: 'replace', path: '/triggers/0/cron', value: '0 3 * * *' }],
    },
    user: { username: 'ada', email: 'ada@example.com' },
  }
  expect(changesOf({ kind: 'audit', item, tenant: 'main' })).toMatchObject([
    {
      about: 'edit',
      of: { namespace: 'main/company.team', flow: 'daily_load' },
      actor: { kind: 'kestra', id: 'ada', email: 'ada@example.com' },
      fields: [{ name: '/triggers/0/cron', from: '0 3 * * *', to: '0 2 * * *' }],
    },
  ])
})

test('reading and signing in are no changes; a secret is one of no one flow', () => {
  const entry = (type: string, resourceType: string) => ({
    kind: 'audit',
    item: {
      auditLog: { id: 'y', type, date: '2026-11-21T10:00:00Z', detail: { resourceType, id: 'DB_PASSWORD' } },
    },
  })
  expect(changesOf(entry('READ', 'FLOW'))).toEqual([])
  expect(changesOf(entry('LOGIN', 'USER'))).toEqual([])
  expect(changesOf(entry('UPDATE', 'SECRET'))).toMatchObject([
    { of: null, classes: ['secrets'], object: { kind: 'secret', id: 'DB_PASSWORD' }, actor: null },
  ])
})
