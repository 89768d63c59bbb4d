import { expect, test } from 'vitest'
import { signInForm } from './sign-in-form'

const filled = {
  isEnabled: 'on',
  issuer: ' https://login.example.com ',
  clientId: 'runledger',
  clientSecret: '',
  scopes: 'openid email',
  buttonText: 'Continue with Acme',
  domains: 'Example.com, @example.org\nexample.com',
  newPeople: 'refuse',
}

test('domains are words, each once; what is not ticked is off', () => {
  expect(signInForm.safeParse(filled)).toMatchObject({
    success: true,
    data: {
      isEnabled: true,
      passwordsAllowed: false,
      issuer: 'https://login.example.com',
      domains: ['example.com', 'example.org'],
      newcomer: null,
    },
  })
})

test.for([
  ['domains', { domains: ' ' }],
  ['domains', { domains: 'example' }],
  ['domains', { domains: '*.example.com' }],
  ['domains', { domains: 'grace@example.com' }],
  ['scopes', { scopes: 'email profile' }],
  ['teamId', { newPeople: 'create', teamId: undefined, role: 'viewer' }],
  ['role', { newPeople: 'create', teamId: '7f3f6f0a-1111-4222-8333-444455556666', role: 'king' }],
] as const)('%s is refused in %j', ([field, of]) => {
  const parsed = signInForm.safeParse({ ...filled, ...of })
  expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field])
})
