import { expect, test } from 'vitest'
import { isSelfToken, selfToken } from './self-token'

const SECRET = 'a secret of this installation, 32+'

test('only the token made with the same secret is our own', () => {
  expect(isSelfToken(selfToken(SECRET), SECRET)).toBe(true)
  expect(isSelfToken(selfToken('another installation entirely'), SECRET)).toBe(false)
  expect(isSelfToken('rl_self_', SECRET)).toBe(false)
  expect(isSelfToken('', SECRET)).toBe(false)
})
