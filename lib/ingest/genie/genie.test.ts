import { expect, test } from 'vitest'
import { decoded, foldsAlike, survivesMangling, tellingsOf } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeGenie } from './decode'
import { geniePoll } from './poll'

const FINISHED = {
  type: 'JOB_FINISHED',
  id: 'm-1',
  timestamp: 1777629600000,
  isoTimestamp: '2026-05-01T10:00:00Z',
  details: {
    jobId: 'g-1',
    jobName: 'daily orders',
    jobUser: 'ada',
    jobVersion: '3',
    jobStatus: 'FAILED',
    jobStatusMessage: 'Job failed.',
    jobExitCode: 2,
    jobCreatedIsoTimestamp: '2026-05-01T09:00:00Z',
    jobStartedIsoTimestamp: '2026-05-01T09:01:00Z',
    jobFinishedIsoTimestamp: '2026-05-01T09:59:00Z',
    jobGrouping: 'orders',
    clusterName: 'prod',
    commandName: 'spark',
    jobMetadata: { page: 'https://ci.example.com/runs/1' },
  },
}
const CHANGE = {
  type: 'JOB_STATUS_CHANGE',
  id: 'm-0',
  timestamp: 1777626000000,
  details: { jobId: 'g-1', fromState: 'INIT', toState: 'RUNNING' },
}
const envelope = (message: unknown) => ({
  Type: 'Notification',
  MessageId: 'a',
  TopicArn: 'arn',
  Timestamp: '2026-05-01T10:00:00Z',
  Message: JSON.stringify(message),
})
const JOB = {
  id: 'g-1',
  name: 'daily orders',
  user: 'ada',
  version: '3',
  status: 'RUNNING',
  statusMsg: 'Job is running.',
  created: '2026-05-01T09:00:00Z',
  started: '2026-05-01T09:01:00Z',
  updated: '2026-05-01T09:01:00Z',
  clusterName: 'prod',
  commandName: 'spark',
}

test('a job that finished is an execution, by SNS and raw', () => {
  const [told] = tellingsOf(decodeGenie, [{ body: envelope(FINISHED) }])
  expect(told).toMatchObject({
    of: { namespace: 'genie', flow: 'daily orders', nativeId: 'g-1' },
    states: [{ state: 'failed' }],
    errors: [{ type: 'exit code 2', message: 'Job failed.' }],
    actor: 'ada',
    labels: { 'genie.cluster': 'prod', 'genie.grouping': 'orders' },
    references: [{ key: 'url:ci.example.com/runs/1' }],
  })
  expect(tellingsOf(decodeGenie, [{ body: FINISHED }])[0]).toEqual(told)
})

test('a change of status is kept, and what Amazon says itself is left', () => {
  expect(decoded(decodeGenie, { body: envelope(CHANGE) }).events).toMatchObject([
    { isKept: true, subject: 'g-1 · RUNNING' },
  ])
  expect(decoded(decodeGenie, { body: envelope('hello') }).events).toMatchObject([
    { isKept: false, type: 'Notification' },
  ])
})

test('the API says the same of the same job', async () => {
  const api = scriptedApi((path) => {
    if (path === '/api/v3/jobs/g-1') return JOB
    return path.startsWith('/api/v3/jobs?') && path.includes('status=RUNNING')
      ? { _embedded: { jobSearchResultList: [{ id: 'g-1' }] } }
      : null
  })
  const pages = await pagesOf(geniePoll, api, null)
  const told = polledTellings(
    geniePoll,
    pages.flatMap(({ items }) => items),
  )
  expect(told).toMatchObject([
    { of: { namespace: 'genie', flow: 'daily orders', nativeId: 'g-1' }, states: [{ state: 'running' }] },
  ])
  expect(pages.at(-1)?.cursor).toEqual({ since: '2026-11-21T11:59:00.000Z' })
  expect(await geniePoll.ask?.(api, { namespace: 'genie', flow: 'x', nativeId: 'none' })).toBeNull()
})

test('messages and jobs fold alike in any order, and survive anything', () => {
  const all = [{ body: envelope(CHANGE) }, { body: { kind: 'job', item: JOB } }, { body: envelope(FINISHED) }]
  foldsAlike('genie', decodeGenie, all)
  survivesMangling('genie: mangled', decodeGenie, [...all, { body: FINISHED }])
})
