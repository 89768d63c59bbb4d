import { expect, test } from 'vitest'
import { askedKeys } from './asked-keys'

const NOBODY = { author: null, merger: null, editor: null, actorKey: null }

test('a question goes to who wrote, merged and did it in the tool, once each', () => {
  const merged = { ...NOBODY, author: 'github:ada', merger: 'github:bob', actorKey: 'github:bob' }
  expect(askedKeys(merged)).toEqual(['github:ada', 'github:bob'])
  expect(askedKeys({ ...NOBODY, editor: 'kestra:grace', actorKey: 'kestra:grace' })).toEqual(['kestra:grace'])
})

test('it goes to nobody where nobody is known', () => {
  expect(askedKeys(NOBODY)).toEqual([])
})
