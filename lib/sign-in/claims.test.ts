import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identityOf, isOfDomain } from './claims'

const provider = { issuer: 'https://login.example.com', domains: ['example.com', 'example.org'] }
const claims = {
  iss: provider.issuer,
  sub: 'u-1',
  email: 'Grace@Example.com',
  email_verified: true,
  name: 'Grace Hopper',
}

test('a verified address of an allowed domain is an identity, in small letters', () => {
  expect(identityOf(claims, provider)).toEqual({
    subject: 'u-1',
    email: 'grace@example.com',
    name: 'Grace Hopper',
  })
})

test.for([
  ['the preferred user name', { name: undefined, preferred_username: 'grace' }, 'grace'],
  ['the address', { name: ' ', preferred_username: 7 }, 'grace@example.com'],
  ['at most 80 characters that can be shown', { name: `\u0000${'x'.repeat(100)}` }, 'x'.repeat(80)],
] as const)('the name is %s', ([, of, name]) => {
  expect(identityOf({ ...claims, ...of }, provider)).toMatchObject({ name })
})

describe('refused', () => {
  test.for([
    ['no address', { email: undefined }, 'no-email'],
    ['an address that is none', { email: 'grace' }, 'no-email'],
    ['an address with two @', { email: 'a@evil.example@example.com' }, 'no-email'],
    ['an address in look-alike letters', { email: 'grace@ехample.com' }, 'no-email'],
    ['an address that nobody verified', { email_verified: false }, 'unverified'],
    ['an address of which nothing is said', { email_verified: undefined }, 'unverified'],
    ['a number for a truth', { email_verified: 1 }, 'unverified'],
    ["Entra's claim from elsewhere", { email_verified: undefined, xms_edov: true }, 'unverified'],
    ['another domain', { email: 'grace@other.example' }, 'domain'],
    ['a domain below an allowed one', { email: 'grace@evil.example.com' }, 'domain'],
    ['a domain that ends like an allowed one', { email: 'grace@notexample.com' }, 'domain'],
    ['a token of another issuer', { iss: 'https://login.example.com/' }, 'provider'],
    ['nobody', { sub: '' }, 'provider'],
  ] as const)('%s', ([, of, refusal]) => {
    expect(identityOf({ ...claims, ...of }, provider)).toMatchObject({ refusal })
  })

  test('claims that are none', () => {
    for (const none of [null, undefined, 'x', []]) {
      expect(identityOf(none, provider)).toEqual({ refusal: 'provider', email: null })
    }
  })
})

test('from Entra, the claim that the tenant owns the domain counts, unless the address is said to be unverified', () => {
  const entra = { ...provider, issuer: 'https://login.microsoftonline.com/7b0e/v2.0' }
  const from = (of: object) =>
    identityOf({ ...claims, iss: entra.issuer, email_verified: undefined, ...of }, entra)
  for (const yes of [true, 1, '1', 'true']) expect(from({ xms_edov: yes })).toMatchObject({ subject: 'u-1' })
  for (const no of [undefined, false, 0, '0', 'yes']) {
    expect(from({ xms_edov: no })).toMatchObject({ refusal: 'unverified' })
  }
  expect(from({ xms_edov: true, email_verified: false })).toMatchObject({ refusal: 'unverified' })
})

test('no address is of a domain unless the domain is the whole of what follows its last @', () => {
  fc.assert(
    fc.property(fc.emailAddress(), fc.domain(), (email, domain) => {
      expect(isOfDomain(email, [domain])).toBe(email.split('@').at(-1)?.toLowerCase() === domain)
      expect(isOfDomain(`x@${domain}`, [domain])).toBe(true)
      expect(isOfDomain(`x@a.${domain}`, [domain])).toBe(false)
    }),
  )
})
