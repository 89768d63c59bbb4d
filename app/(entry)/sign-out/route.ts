import { cookies, headers } from 'next/headers'
import { endOwnSession } from '@/db/store/sessions'
import { isHttps } from '@/lib/auth/client-request'
import { requireSameOrigin } from '@/lib/auth/same-origin'
import { currentSession } from '@/lib/auth/session'
import { cookieOptions, sessionCookieName } from '@/lib/auth/session-cookie'
import { config } from '@/lib/config'
import { route } from '@/lib/http/route'

/** Ends the session, here and in the database. A plain form posts to it, so that it works without any script. */
export const POST = route(async () => {
  const head = await headers()
  requireSameOrigin(head, config().url)
  const session = await currentSession()
  if (session !== null) await endOwnSession(session.scope, session.sessionId)
  const isSecure = isHttps(head)
  ;(await cookies()).set(sessionCookieName(isSecure), '', { ...cookieOptions(isSecure), maxAge: 0 })
  return new Response(null, { status: 303, headers: { location: '/sign-in' } })
})
