import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { Provider } from 'oidc-provider'
import { CONSOLE_URL, PORTS } from './installation'

/** What the provider says of somebody, by the name that they sign in with there. */
export type Person = { email: string; email_verified?: boolean; name?: string }

/** A real provider, on a host of its own as far as cookies go. */
export type IdentityProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  people: Map<string, Person>
  stop: () => Promise<void>
}

/** Starts an OpenID provider that signs in whoever is in `people`, with any password, and asks for consent. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const port = PORTS.console + 1
  const issuer = `http://127.0.0.1:${port}`
  const [clientId, clientSecret] = ['runledger', 'a secret between the two of them']
  const people = new Map<string, Person>()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${CONSOLE_URL}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['only for tests'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'test' }] },
    pkce: { required: () => true },
    findAccount: (_, id) => {
      const person = people.get(id)
      return person && { accountId: id, claims: () => ({ sub: id, ...person }) }
    },
  })
  const server = http.createServer(provider.callback())
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return { issuer, clientId, clientSecret, people, stop }
}
