import { describe, expect, test } from 'vitest'
import { requireSameOrigin } from './same-origin'

const CONSOLE = 'https://runledger.example.com'
const headers = (of: Record<string, string>) => new Headers(of)

describe('a change', () => {
  test.each<[string, Record<string, string>]>([
    ['the host it is sent to', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
    [
      'another name of it',
      { origin: 'http://buildbox:3000', host: 'buildbox:3000', 'sec-fetch-site': 'same-origin' },
    ],
    ['the configured address, behind a proxy', { origin: CONSOLE, host: 'web:3000' }],
  ])('from %s is let through', (_, of) => {
    expect(() => requireSameOrigin(headers(of), CONSOLE)).not.toThrow()
  })

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example', host: 'runledger.example.com' }],
    ['another port', { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:3000' }],
    ['a sandbox', { origin: 'null', host: 'runledger.example.com' }],
    ['nowhere', { host: 'runledger.example.com' }],
    ['an origin that is no URL', { origin: 'runledger.example.com', host: 'runledger.example.com' }],
    ['a file', { origin: 'file://', host: '' }],
    [
      'another site of the same domain',
      { origin: CONSOLE, host: 'runledger.example.com', 'sec-fetch-site': 'same-site' },
    ],
    ['another site, as the browser says', { origin: CONSOLE, host: 'web', 'sec-fetch-site': 'cross-site' }],
  ])('from %s is refused', (_, of) => {
    expect(() => requireSameOrigin(headers(of), CONSOLE)).toThrow('another site')
  })
})
