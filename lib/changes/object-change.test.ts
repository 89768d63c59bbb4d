import { expect, test } from 'vitest'
import type { EditTelling } from '@/lib/model/change'
import { objectChange } from './object-change'

const edit: EditTelling = {
  about: 'edit',
  of: null,
  at: '1795255200000000000',
  way: 'console',
  actor: { kind: 'airflow', id: 'Ada' },
  action: 'edited',
  classes: ['connection'],
  fields: [
    { name: 'host', from: 'db1', to: 'db2' },
    { name: 'extra.password', from: 'old', to: 'new' },
  ],
  object: { kind: 'connection', id: 'warehouse' },
}

test('an edit of a connection is a change of its own, by whom its log names', () => {
  expect(objectChange('o', 's', 'e', edit)).toMatchObject({
    at: '2026-11-21T10:00:00.000Z',
    actorKey: 'airflow:ada',
    summary: 'connection warehouse: edited (host, extra.password)',
    isUnexplained: false,
    isWitnessedBy: { tool: true },
  })
})

test('no secret is shown, though it was told', () => {
  const { fields } = objectChange('o', 's', 'e', edit)
  expect(fields).toEqual([
    { name: 'host', from: 'db1', to: 'db2' },
    { name: 'extra.password', from: '•••', to: '•••' },
  ])
})

test('told twice it is one, told of something else another', () => {
  const id = objectChange('o', 's', 'e', edit).id
  expect(objectChange('o', 's', 'e', { ...edit }).id).toBe(id)
  expect(objectChange('o', 's', 'e2', edit).id).not.toBe(id)
  expect(objectChange('o', 's', 'e', { ...edit, actor: null }).isUnexplained).toBe(true)
})
