import { encode } from 'next-auth/jwt'
import { beforeAll, expect, test, vi } from 'vitest'
import { derivedKey } from './derived-key'
import { readSessionCookie, sessionCookieName, writeSessionCookie } from './session-cookie'

beforeAll(() => {
  vi.stubEnv('RUNLEDGER_SECRET', 'a secret for tests that is long enough')
})

const KEY = {
  orgId: '11111111-1111-4111-8111-111111111111',
  sessionId: '22222222-2222-4222-8222-222222222222',
}

test('says which session it is, and nothing else', async () => {
  const value = await writeSessionCookie(KEY)
  expect(await readSessionCookie(value)).toEqual(KEY)
  expect(value).not.toContain(KEY.sessionId)
})

test.each([undefined, '', 'x', 'a.b.c.d.e'])('%j is nobody', async (value) => {
  expect(await readSessionCookie(value)).toBeNull()
})

test('of another purpose, another secret, or too old is nobody', async () => {
  const reveal = await encode({ token: KEY, secret: derivedKey('reveal') })
  const forged = await encode({ token: KEY, secret: 'guess' })
  const old = await encode({ token: KEY, secret: derivedKey('session'), maxAge: -60 })
  const strange = await encode({ token: { ...KEY, orgId: "' or 1=1" }, secret: derivedKey('session') })
  for (const value of [reveal, forged, old, strange]) expect(await readSessionCookie(value)).toBeNull()
})

test('is held to this host over https', () => {
  expect(sessionCookieName(true)).toBe('__Host-runledger.session')
  expect(sessionCookieName(false)).toBe('runledger.session')
})
