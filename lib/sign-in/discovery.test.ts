import { describe, expect, test } from 'vitest'
import { judgeDiscovery } from './discovery'
import { addressObjection, discoveryUrlOf } from './issuer'

const issuer = 'https://login.example.com/realms/acme'
const document = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/certs`,
  userinfo_endpoint: `${issuer}/userinfo`,
  response_types_supported: ['code', 'id_token'],
  id_token_signing_alg_values_supported: ['ES256', 'RS256'],
  code_challenge_methods_supported: ['plain', 'S256'],
}

test('the document is below the issuer, with one slash between', () => {
  const expected = `${issuer}/.well-known/openid-configuration`
  expect(discoveryUrlOf(issuer)).toBe(expected)
  expect(discoveryUrlOf(`${issuer}/`)).toBe(expected)
})

describe('an address that Runledger would ask', () => {
  test.for([
    'https://login.example.com',
    'https://login.internal:8443/x',
    'http://localhost:9000',
    'http://127.0.0.1:9000',
    'http://127.8.9.1',
    'http://[::1]:9000',
    'http://keycloak:8080/realms/acme',
    'http://plain.internal/x',
  ])('may be %s', (address) => {
    expect(addressObjection(address, ['keycloak:8080', 'plain.internal'])).toBeNull()
  })

  test.for([
    ['login.example.com', 'is no web address'],
    ['http://login.example.com', 'must begin with https://'],
    ['http://localhost.example.com', 'must begin with https://'],
    ['http://keycloak:8081', 'must begin with https://'],
    ['http://10.0.0.1', 'must begin with https://'],
    ['ftp://login.example.com', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['http://169.254.169.254', 'link-local'],
    ['https://169.254.169.254', 'link-local'],
    ['https://2852039166', 'link-local'],
    ['https://0.0.0.0', 'link-local'],
    ['https://ada:secret@login.example.com', 'user name'],
    ['https://login.example.com/?x=1', 'query'],
    ['https://login.example.com/#x', 'fragment'],
  ] as const)('may not be %s', ([address, why]) => {
    expect(addressObjection(address, ['keycloak:8080'])).toContain(why)
  })
})

describe('a discovery document', () => {
  test('that has all that is needed is fine, and says where to ask', () => {
    const answer = judgeDiscovery(document, issuer, [])
    expect(answer).toMatchObject({ problem: null })
    expect(JSON.stringify(answer)).toContain(`${issuer}/token`)
  })

  test('need not list what it supports', () => {
    const { authorization_endpoint, token_endpoint, jwks_uri } = document
    expect(
      judgeDiscovery({ issuer, authorization_endpoint, token_endpoint, jwks_uri }, issuer, []),
    ).toMatchObject({ problem: null })
  })

  test.for([
    ['is no document', 'hello', /not one/],
    ['lacks an endpoint', { ...document, token_endpoint: undefined }, /token_endpoint/],
    ['is of another issuer', { ...document, issuer: `${issuer}/` }, /calls itself "https:.*acme\/"/],
    [
      'sends secrets in the clear',
      { ...document, token_endpoint: 'http://x.example/t' },
      /token_endpoint.*https/,
    ],
    ['points into the cloud', { ...document, jwks_uri: 'http://169.254.169.254/x' }, /jwks_uri.*link-local/],
    ['knows no codes', { ...document, response_types_supported: ['id_token'] }, /authorization code/],
    ['signs otherwise', { ...document, id_token_signing_alg_values_supported: ['HS256'] }, /only with HS256/],
    ['knows no PKCE', { ...document, code_challenge_methods_supported: ['plain'] }, /PKCE/],
  ] as const)('that %s is refused', ([, given, problem]) => {
    expect(judgeDiscovery(given, issuer, [])).toEqual({ problem: expect.stringMatching(problem) })
  })
})
