import { cookies, headers } from 'next/headers'
import { openSession } from '@/db/store/sessions'
import { personActor } from '@/lib/model/scope'
import { clientAddress, isHttps, requestIdOf, userAgentOf } from './client-request'
import { cookieOptions, SESSION_SECONDS, sessionCookieName, writeSessionCookie } from './session-cookie'

/** Signs in a person who has just proved who they are otherwise: by setting up the installation they own. */
export async function startSession(person: { orgId: string; userId: string; name: string }): Promise<void> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const { orgId, userId, name } = person
  const actor = personActor({ id: userId, name, ip: clientAddress(head), requestId: requestIdOf(head) })
  const { sessionId } = await openSession({ orgId, actor, userAgent: userAgentOf(head) }, new Date())
  const isSecure = isHttps(head)
  jar.set(sessionCookieName(isSecure), await writeSessionCookie({ orgId, sessionId }), {
    ...cookieOptions(isSecure),
    maxAge: SESSION_SECONDS,
  })
}
