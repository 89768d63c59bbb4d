import { expect, test } from 'vitest'
import { filterOf } from './attribute-filter'

const facts = {
  commit: '9f56ada01',
  branch: 'main',
  actor: null,
  'label.tier': '1',
  'label.team name': 'big data',
}

test('an attribute that the list knows leads to executions with it and without it', () => {
  const found = filterOf({ key: 'vcs.ref.head.revision', text: '9f56ada01' }, facts)
  expect(found.term).toBe('commit:9f56ada01')
  expect(found.forHref).toBe('/executions?q=commit%3A9f56ada01')
  expect(found.outHref).toBe('/executions?q=%21commit%3A9f56ada01')
  expect(filterOf({ key: 'tier', text: '1' }, facts).term).toBe('label.tier:1')
  expect(filterOf({ key: 'x', text: 'big data' }, facts).term).toBe('"label.team name":"big data"')
})

test('one that it does not know leads to the traces that carry it', () => {
  const found = filterOf({ key: 'db.table', text: 'a&b=c' }, facts)
  expect(found.forHref).toBeNull()
  expect(new URL(found.tracesHref, 'http://x').searchParams.get('attr')).toBe('db.table=a&b=c')
  expect(filterOf({ key: 'task.try', text: '1' }, facts).term).toBeNull()
  expect(filterOf({ key: 'branch', text: 'mai*' }, { branch: 'mai*' }).term).toBeNull()
})
