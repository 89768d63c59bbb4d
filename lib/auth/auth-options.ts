import { AsyncLocalStorage } from 'node:async_hooks'
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { orUnavailable } from '@/db/outage'
import { log } from '@/lib/log'
import { Refusal } from '@/lib/model/refusal'
import { clientAddress, requestIdOf, userAgentOf } from './client-request'
import { derivedKey } from './derived-key'
import { type Claims, PROVIDER_ID } from './oidc-provider'
import { safeReturnTo } from './return-to'
import { cookieOptions, SESSION_SECONDS, sessionCookieName } from './session-cookie'
import { type SignedIn, signIn } from './sign-in'

/** The identity provider, and what is done with somebody who comes back from it: a session, or the path to lead them to. */
export type ProviderWay = {
  provider: OAuthConfig<Claims>
  arrive: (claims: unknown) => Promise<SignedIn | string>
}

/**
 * What next-auth says went wrong while it answers one request. It logs by what was given to it last, by whichever request,
 * so the request is told by the context that it runs in.
 */
export const authTrouble = new AsyncLocalStorage<{ said: string | null }>()

/** next-auth for one request: names and flags of cookies depend on whether that came over https, the provider on what is set. */
export function authOptions(isHttps: boolean, way: ProviderWay | null = null): NextAuthOptions {
  const cookie = (name: string) => ({ name, options: cookieOptions(isHttps) })
  const shortLived = (name: string) => ({ name, options: { ...cookieOptions(isHttps), maxAge: WAY_SECONDS } })
  const prefix = isHttps ? '__Host-' : ''
  let arrived: SignedIn | null = null
  return {
    secret: derivedKey('session'),
    useSecureCookies: isHttps,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    cookies: {
      sessionToken: cookie(sessionCookieName(isHttps)),
      csrfToken: cookie(`${prefix}runledger.csrf`),
      callbackUrl: cookie(`${prefix}runledger.callback`),
      state: shortLived(`${prefix}runledger.state`),
      nonce: shortLived(`${prefix}runledger.nonce`),
      pkceCodeVerifier: shortLived(`${prefix}runledger.pkce`),
    },
    providers: way === null ? [credentials] : [credentials, way.provider],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.provider !== PROVIDER_ID) return true
        const outcome = (await way?.arrive(profile)) ?? '/sign-in'
        if (typeof outcome === 'string') return outcome
        arrived = outcome
        return true
      },
      // The credentials provider can only be had with JWT sessions. Ours says which row to look up, and nothing else.
      jwt: ({ token, user }) => (user ? keyOf(arrived ?? user) : token),
      // Who is signed in is told by pages that look the session up, never by next-auth's own endpoint.
      session: ({ session }) => ({ expires: session.expires }),
      // Absolute, because next-auth's client parses it as a URL; the path is all that is taken over.
      redirect: ({ url, baseUrl }) => baseUrl + safeReturnTo(pathOf(url, baseUrl)),
    },
    logger: {
      // Its words alone: the errors of a provider's answers carry the answer, and the request with the client secret.
      error: (code, metadata) => {
        const said = wordsOf(metadata)
        const trouble = authTrouble.getStore()
        if (trouble) trouble.said ??= said
        log('auth').error({ code, said }, 'next-auth reports an error')
      },
      warn: (code) => log('auth').debug({ code }, 'next-auth warns'),
      debug: () => undefined,
    },
  }
}

/** How long somebody may take at their provider. */
const WAY_SECONDS = 15 * 60

function wordsOf(metadata: unknown): string {
  const error =
    typeof metadata === 'object' && metadata !== null && 'error' in metadata ? metadata.error : metadata
  return (error instanceof Error ? error.message : 'no words').slice(0, 500)
}

const credentials = CredentialsProvider({
  name: 'Password',
  credentials: { email: { type: 'email' }, password: { type: 'password' } },
  async authorize(given, request) {
    const head = new Headers()
    for (const [name, value] of Object.entries(request.headers ?? {})) head.set(name, String(value))
    const attempt = {
      email: given?.email ?? '',
      password: (given?.password ?? '').slice(0, 1024),
      ip: clientAddress(head),
      userAgent: userAgentOf(head),
      requestId: requestIdOf(head),
    }
    try {
      const { userId, orgId, sessionId } = await orUnavailable(() => signIn(attempt))
      return { id: userId, orgId, sessionId }
    } catch (error) {
      // next-auth hands the message of an error to the sign-in page as `error`; a code keeps the words there.
      if (error instanceof Refusal) throw new Error(`${error.code}:${error.retryAfterSeconds ?? ''}`)
      log('auth').error({ err: error }, 'Sign-in failed')
      throw new Error('failed:')
    }
  },
})

const pathOf = (url: string, baseUrl: string): string => {
  const { pathname, search, hash } = new URL(url, baseUrl)
  return pathname + search + hash
}

// next-auth types a user as its own; what `authorize` returned comes back through it unchanged.
const keyOf = (user: object) => ({
  orgId: 'orgId' in user ? user.orgId : undefined,
  sessionId: 'sessionId' in user ? user.sessionId : undefined,
})
