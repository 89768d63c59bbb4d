import { cookies, headers } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { isHttps } from './client-request'
import { derivedKey } from './derived-key'
import { cookieOptions } from './session-cookie'

/** Long enough to copy it into a secret manager and a configuration, short enough to be forgotten by evening. */
const SHOWN_SECONDS = 15 * 60
const NAMES = { token: 'runledger.reveal', secret: 'runledger.reveal-secret' } as const

/** An ingest token, or the secret by which a tool signs its webhooks. */
type Revealable = keyof typeof NAMES

/**
 * Carries a token or a secret that was just made to the page that shows it: encrypted, in a cookie that no script can read,
 * for that source's pages alone. Never in an address, where histories and logs would keep it.
 */
export async function revealToken(sourceId: string, token: string, as: Revealable = 'token'): Promise<void> {
  const value = await encode({
    token: { sourceId, token },
    secret: derivedKey('reveal'),
    maxAge: SHOWN_SECONDS,
  })
  const options = {
    ...cookieOptions(isHttps(await headers())),
    path: `/sources/${sourceId}`,
    maxAge: SHOWN_SECONDS,
  }
  ;(await cookies()).set(NAMES[as], value, options)
}

/** The token or secret that was made a moment ago in this browser for this source; null for everybody else. */
export async function revealedToken(sourceId: string, as: Revealable = 'token'): Promise<string | null> {
  const value = (await cookies()).get(NAMES[as])?.value
  if (!value) return null
  const claims = await decode({ token: value, secret: derivedKey('reveal') }).catch(ignoreForgery)
  return claims !== null && claims.sourceId === sourceId && typeof claims.token === 'string'
    ? claims.token
    : null
}

/** Forgets it, once its person has stored it. */
export async function hideToken(sourceId: string, as: Revealable = 'token'): Promise<void> {
  const options = { ...cookieOptions(isHttps(await headers())), path: `/sources/${sourceId}`, maxAge: 0 }
  ;(await cookies()).set(NAMES[as], '', options)
}

/** What cannot be decrypted was made with another key, or by somebody else. */
const ignoreForgery = (): null => null
