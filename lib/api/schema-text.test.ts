import { expect, test } from 'vitest'
import { limitsText, schemasWithin, schemaText, typeText } from './schema-text'

test('a schema is read as fields with types', () => {
  const text = schemaText({
    type: 'object',
    properties: {
      id: { type: 'string', format: 'uuid', description: 'Its id.' },
      state: { enum: ['success', 'failed'] },
      parentId: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      items: { type: 'array', items: { $ref: '#/components/schemas/Flow' } },
      odd: { type: 'array', items: { enum: [1, 2] } },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      deep: { type: 'object', properties: { at: { type: 'number' } }, required: ['at'] },
    },
    required: ['id', 'state', 'items', 'odd', 'labels', 'deep', 'parentId'].slice(0, 6),
  })
  expect(text).toBe(`{
  id: uuid  // Its id.
  state: "success" | "failed"
  parentId?: string | null
  items: Flow[]
  odd: (1 | 2)[]
  labels: { [key]: string }
  deep: {
    at: number
  }
}`)
  expect(typeText({})).toBe('any')
})

test('all that a schema needs to be understood', () => {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  const all = {
    A: { properties: { b: ref('B') } },
    B: { properties: { a: ref('A'), c: { type: 'array', items: ref('C') } } },
    C: {},
    D: {},
  }
  expect(schemasWithin('A', all)).toEqual(['A', 'B', 'C'])
})

test('limits in words', () => {
  expect(limitsText({ minimum: 1, maximum: 200, default: 50 })).toBe('1 to 200, 50 if left out')
  expect(limitsText({ maxLength: 9, default: '' })).toBe('at most 9 characters')
})
