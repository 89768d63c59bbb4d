import { describe, expect, test } from 'vitest'
import { hashPassword, passwordObjection, verifyPassword } from './password'

describe('a stored password', () => {
  test('opens with itself and nothing else, on any keyboard', async () => {
    const stored = await hashPassword('Grüße vom Mond ﬁn')
    expect(stored).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(await verifyPassword('Grüße vom Mond ﬁn'.normalize('NFD'), stored)).toBe(true)
    expect(await verifyPassword('grüße vom mond ﬁn', stored)).toBe(false)
  })

  test('is different each time', async () => {
    const [a, b] = await Promise.all([hashPassword('same same same'), hashPassword('same same same')])
    expect(a).not.toBe(b)
  })

  test('that does not exist takes as long as one that does', async () => {
    const stored = await hashPassword('a long enough one')
    const timed = async (of: string | null) => {
      const before = performance.now()
      expect(await verifyPassword('a wrong guess', of)).toBe(false)
      return performance.now() - before
    }
    const [known, unknown] = [await timed(stored), await timed(null)]
    expect(unknown / known).toBeGreaterThan(0.25)
    expect(unknown / known).toBeLessThan(4)
  })

  test('of a broken row opens for nobody', async () => {
    expect(await verifyPassword('', 'scrypt$')).toBe(false)
    expect(await verifyPassword('x', 'plain')).toBe(false)
  })

  test('a crowd is turned away before it takes all memory', async () => {
    const crowd = await Promise.allSettled(
      Array.from({ length: 40 }, () => verifyPassword('guess', 'scrypt$2$8$1$c2FsdA$aGFzaA')),
    )
    const refused = crowd.filter((each) => each.status === 'rejected')
    expect(refused).toHaveLength(8)
    expect(refused[0]).toMatchObject({ reason: { code: 'unavailable', retryAfterSeconds: 5 } })
    expect(await verifyPassword('guess', 'scrypt$2$8$1$c2FsdA$aGFzaA')).toBe(false)
  })
})

test.each([
  ['elevenchars', 'at least 12'],
  ['x'.repeat(257), 'at most 256'],
  ['Password1234', 'first passwords'],
  ['qwertyuiop123', 'first passwords'],
  ['aaaaaaaaaaaaaaaa', 'first passwords'],
  ['Lovelace2026!', 'lovelace'],
])('%s will not do', (password, why) => {
  expect(passwordObjection(password, ['ada', 'lovelace'])).toContain(why)
})

test.each(['orange bicycle harbour', 'n7#kQ!v9Lp2x', 'ada lovelace wrote the first program'])(
  '%s will do',
  (password) => {
    expect(passwordObjection(password, ['ada', 'lovelace'])).toBeNull()
  },
)
