import { expect, test } from 'vitest'
import type { EditTelling } from '@/lib/model/change'
import { objectChange, withFormer } from './object-change'

const edit = (eventId: string, hour: number, fields: [string, unknown, unknown][], id = 'warehouse') => ({
  eventId,
  telling: {
    about: 'edit',
    of: null,
    at: `${Date.UTC(2026, 10, 1, hour)}000000`,
    way: 'console',
    actor: null,
    action: 'edited',
    fields: fields.map(([name, from, to]) => ({ name, from, to })),
    object: { kind: 'connection', id },
  } satisfies EditTelling,
})

test('a field was what the edit before set it to, in whatever order the edits come', () => {
  const edits = [
    edit('third', 3, [['host', null, 'db3']]),
    edit('first', 1, [
      ['host', null, 'db1'],
      ['port', null, 1],
    ]),
    edit('other', 2, [['host', null, 'mail']], 'mail'),
    edit('second', 2, [['port', null, 2]]),
  ]
  const fields = withFormer(edits).map(({ eventId, telling }) => [
    eventId,
    telling.fields?.map(({ name, from, to }) => [name, from, to]),
  ])
  expect(fields).toEqual([
    [
      'first',
      [
        ['host', null, 'db1'],
        ['port', null, 1],
      ],
    ],
    ['other', [['host', null, 'mail']]],
    ['second', [['port', 1, 2]]],
    ['third', [['host', 'db1', 'db3']]],
  ])
})

test('what the tool says of before counts more', () => {
  const edits = [edit('a', 1, [['host', null, 'db1']]), edit('b', 2, [['host', 'db0', 'db2']])]
  expect(withFormer(edits)[1]?.telling.fields).toEqual([{ name: 'host', from: 'db0', to: 'db2' }])
})

test('secrets are not shown', () => {
  const { telling } = edit('a', 1, [
    ['host', 'db1', 'db2'],
    ['extra.api_key', 'hunter1', 'hunter2'],
  ])
  const shown = JSON.stringify(objectChange('o', 's', 'a', telling))
  expect(shown).toContain('db2')
  expect(shown).not.toContain('hunter')
  expect(JSON.stringify(objectChange('o', 's', 'a', { ...telling, classes: ['secrets'] }))).not.toContain(
    'db2',
  )
})
