import { decode, encode } from 'next-auth/jwt'
import { SESSION_DAYS } from '@/db/store/sessions'
import { isUuid } from '@/lib/model/uuid'
import { derivedKey } from './derived-key'

/** All that a browser holds: which row to look up. */
export type SessionKey = { orgId: string; sessionId: string }

export const SESSION_SECONDS = SESSION_DAYS * 86_400

/** Over https the name's prefix makes the browser hold it to this host, path and https. */
export const sessionCookieName = (isHttps: boolean): string => `${isHttps ? '__Host-' : ''}runledger.session`

/** The cookie's attributes, the same wherever it is set. */
export const cookieOptions = (isHttps: boolean) =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps }) as const

/** Reads a session cookie; null for anything we did not write, or wrote for longer ago than it lasts. */
export async function readSessionCookie(value: string | undefined): Promise<SessionKey | null> {
  if (value === undefined || value === '') return null
  const claims = await decode({ token: value, secret: derivedKey('session') }).catch(ignoreForgery)
  return claims !== null && isId(claims.orgId) && isId(claims.sessionId)
    ? { orgId: claims.orgId, sessionId: claims.sessionId }
    : null
}

/** The value of a session cookie, for tests and tools; browsers get theirs from next-auth, by the same function. */
export const writeSessionCookie = (key: SessionKey): Promise<string> =>
  encode({ token: { ...key }, secret: derivedKey('session'), maxAge: SESSION_SECONDS })

/** A cookie that cannot be decrypted is an old key's or a forger's: the same as none. */
const ignoreForgery = (): null => null

const isId = (claim: unknown): claim is string => typeof claim === 'string' && isUuid(claim)
