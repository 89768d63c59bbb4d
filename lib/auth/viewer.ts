import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { safeReturnTo } from './return-to'
import { currentSession } from './session'

/** Who looks at a page. Without a session the reader is led to the sign-in page, and back here afterwards. */
export async function requireViewer(): Promise<Scope> {
  const session = await currentSession()
  if (session !== null) return session.scope
  const returnTo = safeReturnTo((await headers()).get('x-runledger-path'))
  redirect(returnTo === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
}

/** Who looks, for what is shown to everybody. */
export const viewerOrNull = async (): Promise<Scope | null> => (await currentSession())?.scope ?? null

/** Who asks, for route handlers: there the answer to nobody is 401. */
export async function requireApiViewer(): Promise<Scope> {
  const scope = await viewerOrNull()
  if (scope === null) throw new Refusal('unauthenticated', 'Sign in first.')
  return scope
}
