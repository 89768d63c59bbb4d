import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { database } from '@/db/client'
import { orUnavailable } from '@/db/outage'
import { findSession } from '@/db/queries/find-session'
import { touchSession } from '@/db/store/sessions'
import { personActor, type Scope, sealScope } from '@/lib/model/scope'
import { clientAddress, isHttps, requestIdOf } from './client-request'
import { readSessionCookie, sessionCookieName } from './session-cookie'

/** A signed-in person and the browser they sit at. */
export type CurrentSession = { scope: Scope; sessionId: string; email: string }

/** Who is signed in, looked up once a request; null for nobody, for an ended session and for a disabled account. */
export const currentSession = cache(async (): Promise<CurrentSession | null> => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const key = await readSessionCookie(jar.get(sessionCookieName(isHttps(head)))?.value)
  if (key === null) return null
  return orUnavailable(async () => {
    const now = new Date()
    const found = await findSession(key, now, database())
    if (found === null) return null
    await touchSession(found, now, database())
    const { orgId, userId, isOwner, teams, name } = found
    const actor = personActor({ id: userId, name, ip: clientAddress(head), requestId: requestIdOf(head) })
    return {
      scope: sealScope({ orgId, userId, isOwner, teams, actor }),
      sessionId: found.sessionId,
      email: found.email,
    }
  })
})
