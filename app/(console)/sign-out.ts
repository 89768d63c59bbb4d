'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { endOwnSession } from '@/db/store/sessions'
import { isHttps } from '@/lib/auth/client-request'
import { requireSameOrigin } from '@/lib/auth/same-origin'
import { currentSession } from '@/lib/auth/session'
import { cookieOptions, sessionCookieName } from '@/lib/auth/session-cookie'
import { config } from '@/lib/config'

/** Ends the session of this browser, here and in the database. */
export async function signOut(): Promise<void> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  requireSameOrigin(head, config().url)
  const session = await currentSession()
  if (session !== null) await endOwnSession(session.scope, session.sessionId)
  const overHttps = isHttps(head)
  jar.set(sessionCookieName(overHttps), '', { ...cookieOptions(overHttps), maxAge: 0 })
  redirect('/sign-in')
}
