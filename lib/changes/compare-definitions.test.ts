import { describe, expect, test } from 'vitest'
import type { ChangedDefinition } from '@/lib/model/listed-change'
import { compareDefinitions } from './compare-definitions'

const of = (hash: string, text: string | null, format = 'yaml'): ChangedDefinition => ({
  ...{ hash, text, format },
  number: 1,
})

describe('two definitions', () => {
  test('differ by path and class', () => {
    const found = compareDefinitions(of('a', 'cron: 0 3 * * *\nname: x'), of('b', 'name: x\ncron: 0 2 * * *'))
    expect(found).toEqual({
      differences: [{ class: 'schedule', path: 'cron', from: '0 3 * * *', to: '0 2 * * *' }],
      classes: ['schedule'],
      unread: null,
    })
  })

  test('differ in nothing where they are one', () => {
    expect(compareDefinitions(of('a', 'x: 1'), of('a', null))).toMatchObject({
      differences: [],
      unread: null,
    })
  })

  test('say why they cannot be compared', () => {
    expect(compareDefinitions(of('a', null), of('b', 'x: 1')).unread).toBe('no text')
    expect(compareDefinitions(of('a', 'x', 'text'), of('b', 'x: 1')).unread).toBe('other format')
    expect(compareDefinitions(of('a', 'x: [', 'yaml'), of('b', 'x: 1')).unread).toBe('not understood')
  })
})
