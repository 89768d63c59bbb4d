import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { orUnavailable } from '@/db/outage'
import { log } from '@/lib/log'
import { Refusal } from '@/lib/model/refusal'
import { clientAddress, requestIdOf, userAgentOf } from './client-request'
import { derivedKey } from './derived-key'
import { safeReturnTo } from './return-to'
import { cookieOptions, SESSION_SECONDS, sessionCookieName } from './session-cookie'
import { signIn } from './sign-in'

/** next-auth for one request: the names and flags of its cookies depend on whether that request came over https. */
export function authOptions(isHttps: boolean): NextAuthOptions {
  const cookie = (name: string) => ({ name, options: cookieOptions(isHttps) })
  const prefix = isHttps ? '__Host-' : ''
  return {
    secret: derivedKey('session'),
    useSecureCookies: isHttps,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    cookies: {
      sessionToken: cookie(sessionCookieName(isHttps)),
      csrfToken: cookie(`${prefix}runledger.csrf`),
      callbackUrl: cookie(`${prefix}runledger.callback`),
    },
    providers: [credentials],
    callbacks: {
      // The credentials provider can only be had with JWT sessions. Ours says which row to look up, and nothing else.
      jwt: ({ token, user }) => (user ? keyOf(user) : token),
      // Who is signed in is told by pages that look the session up, never by next-auth's own endpoint.
      session: ({ session }) => ({ expires: session.expires }),
      // Absolute, because next-auth's client parses it as a URL; the path is all that is taken over.
      redirect: ({ url, baseUrl }) => baseUrl + safeReturnTo(pathOf(url, baseUrl)),
    },
    logger: {
      error: (code, metadata) => log('auth').error({ code, metadata }, 'next-auth reports an error'),
      warn: (code) => log('auth').debug({ code }, 'next-auth warns'),
      debug: () => undefined,
    },
  }
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
