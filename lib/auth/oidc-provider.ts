import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { IdentityProvider } from '@/db/queries/find-identity-provider'
import { discoveryUrlOf } from '@/lib/sign-in/issuer'
import { openSecret } from './sealed-secret'

/** What next-auth calls the one provider, in its addresses too: people come back to /api/auth/callback/oidc. */
export const PROVIDER_ID = 'oidc'

/** What a provider says of somebody, verified but not yet read. */
export type Claims = { sub?: string } & Record<string, unknown>

/**
 * next-auth's own OpenID Connect provider as the organization has configured it, with state, nonce and PKCE. Null when the
 * stored secret was encrypted with another installation's key.
 */
export function oidcProvider(configured: IdentityProvider): OAuthConfig<Claims> | null {
  const clientSecret = openSecret(configured.clientSecret)
  if (clientSecret === null) return null
  return {
    id: PROVIDER_ID,
    name: configured.buttonText,
    type: 'oauth',
    wellKnown: discoveryUrlOf(configured.issuer),
    issuer: configured.issuer,
    clientId: configured.clientId,
    clientSecret,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: configured.scopes } },
    httpOptions: { timeout: 10_000 },
    userinfo: {
      // An ID token need not hold the address. What the token says counts more: it is signed.
      request: async ({ client, tokens }) => {
        const claims: Claims =
          'claims' in tokens && typeof tokens.claims === 'function' ? tokens.claims() : {}
        if ('email' in claims || !client.issuer.metadata.userinfo_endpoint) return claims
        const more = await client.userinfo(tokens.access_token ?? '')
        // OpenID Connect Core 1.0 §5.3.2: an answer for somebody else must not be used.
        if (more.sub !== claims.sub) throw new Error('userinfo is of another subject than the ID token')
        return { ...more, ...claims }
      },
    },
    profile: ({ sub }) => ({ id: sub ?? '' }),
  }
}
