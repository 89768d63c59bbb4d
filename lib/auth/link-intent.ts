import { cookies, headers } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { isHttps } from './client-request'
import { derivedKey } from './derived-key'
import { type CurrentSession, currentSession } from './session'
import { cookieOptions } from './session-cookie'

/** As long as next-auth waits for somebody to come back from their provider. */
const LASTS_SECONDS = 15 * 60

const nameOf = (isSecure: boolean): string => `${isSecure ? '__Host-' : ''}runledger.link`

/** Notes that whoever comes back from the provider next, in this browser, is to be linked to this session's account. */
export async function intendLink(sessionId: string): Promise<void> {
  const isSecure = isHttps(await headers())
  const value = await encode({ token: { sessionId }, secret: derivedKey('link'), maxAge: LASTS_SECONDS })
  ;(await cookies()).set(nameOf(isSecure), value, { ...cookieOptions(isSecure), maxAge: LASTS_SECONDS })
}

/** The session whose person asked for the link, if it is still the one of this browser; it counts once. */
export async function takeLinkIntent(): Promise<CurrentSession | null> {
  const isSecure = isHttps(await headers())
  const jar = await cookies()
  const value = jar.get(nameOf(isSecure))?.value
  if (!value) return null
  jar.set(nameOf(isSecure), '', { ...cookieOptions(isSecure), maxAge: 0 })
  const claims = await decode({ token: value, secret: derivedKey('link') }).catch(ignoreForgery)
  const session = claims === null ? null : await currentSession()
  return session !== null && session.sessionId === claims?.sessionId ? session : null
}

/** What cannot be decrypted was made with another key, or by somebody else. */
const ignoreForgery = (): null => null
