import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { isOutage } from '@/db/outage'
import { findIdentityProvider, type IdentityProvider } from '@/db/queries/find-identity-provider'
import { log } from '@/lib/log'
import type { ProviderRefusal } from '@/lib/model/sign-in'
import { authOptions, authTrouble, type ProviderWay } from './auth-options'
import { clientAddress, isHttps, requestIdOf, userAgentOf } from './client-request'
import { takeLinkIntent } from './link-intent'
import { oidcProvider, PROVIDER_ID } from './oidc-provider'
import {
  type Arrival,
  arriveFromProvider,
  mayAskProvider,
  noteFailure,
  type Outcome,
} from './provider-sign-in'

type Context = { params: Promise<{ nextauth: string[] }> }

/** Where somebody is told why they were not let in. */
const refusedPath = (reason: ProviderRefusal): string => `/sign-in/refused?reason=${reason}`

/** next-auth, set up anew for each request: who may vouch for people is in the database. */
export async function answerAuth(request: NextRequest, context: Context): Promise<Response> {
  const [action, providerId] = (await context.params).nextauth
  const configured = await configuredProvider()
  const isAsking =
    providerId === PROVIDER_ID &&
    (action === 'callback' || (action === 'signin' && request.method === 'POST'))
  const arrival: Arrival = {
    ip: clientAddress(request.headers),
    userAgent: userAgentOf(request.headers),
    requestId: requestIdOf(request.headers),
  }
  const way = configured === null ? null : wayOf(configured, arrival)
  const isCallback = action === 'callback'
  if (isAsking && way === null) return led('off', isCallback)
  if (isAsking && !(await mayAskProvider(arrival.ip))) return led('too-many', isCallback)

  const trouble = { said: null as string | null }
  const options = authOptions(isHttps(request.headers), way)
  const response: Response = await authTrouble.run(trouble, () => NextAuth(request, context, options))
  if (!isAsking || configured === null) return withOwnPath(response)
  const failed = isCallback ? failedCallback(request, response) : await failedStart(response)
  // To the provider, all is well; from it, back into the console.
  if (failed === null) return isCallback ? withOwnPath(response) : response
  const detail = (trouble.said ?? 'no words').slice(0, 300)
  await noteFailure(configured, { reason: failed, detail, arrival })
  return led(failed, isCallback, response)
}

/** Without its database Runledger lets nobody in; the other ways then say so themselves. */
async function configuredProvider(): Promise<IdentityProvider | null> {
  try {
    return await findIdentityProvider()
  } catch (error) {
    if (isOutage(error)) return null
    throw error
  }
}

function wayOf(configured: IdentityProvider, arrival: Arrival): ProviderWay | null {
  const provider = oidcProvider(configured)
  if (provider === null) {
    log('auth').error(
      'The client secret was encrypted with another key. Enter it again under Settings, Sign-in.',
    )
    return null
  }
  const arrive: ProviderWay['arrive'] = async (claims) => {
    const outcome = await arrived(configured, claims, arrival)
    if (outcome.kind === 'signed-in') return outcome
    return outcome.kind === 'linked' ? '/settings' : refusedPath(outcome.reason)
  }
  return { provider, arrive }
}

async function arrived(configured: IdentityProvider, claims: unknown, arrival: Arrival): Promise<Outcome> {
  try {
    const linking = await takeLinkIntent()
    return await arriveFromProvider(configured, claims, { arrival, linkTo: linking?.scope ?? null })
  } catch (error) {
    // next-auth would put the message into an address and say nothing else.
    log('auth').error({ err: error }, 'Signing in by the identity provider failed')
    throw new Error('failed')
  }
}

/** next-auth leads to its error page, with an error of its own or the message of one that was thrown. */
function failedCallback(request: NextRequest, response: Response): ProviderRefusal | null {
  if (!/\/api\/auth\/(error|signin)\b/.test(response.headers.get('location') ?? '')) return null
  return request.nextUrl.searchParams.get('error') === 'access_denied' ? 'cancelled' : 'provider'
}

/** Its client sends `json` and is answered with the address to go to, which is the provider's when all is well. */
async function failedStart(response: Response): Promise<ProviderRefusal | null> {
  const text = `${response.headers.get('location') ?? ''} ${await response.clone().text()}`
  return /\/api\/auth\/error\b/.test(text) ? 'unreachable' : null
}

/** Leads to the page of refusals; the cookies of the way there are over. */
function led(reason: ProviderRefusal, isCallback: boolean, from?: Response): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const cookie of from?.headers.getSetCookie() ?? []) headers.append('set-cookie', cookie)
  if (!isCallback) return Response.json({ url: refusedPath(reason) }, { headers })
  headers.set('location', refusedPath(reason))
  return new Response(null, { status: 302, headers })
}

/** next-auth builds absolute addresses from the configured one. The console may be opened by any name: its own become paths. */
function withOwnPath(response: Response): Response {
  const location = response.headers.get('location')
  if (location !== null && URL.canParse(location)) {
    const { pathname, search } = new URL(location)
    response.headers.set('location', pathname + search)
  }
  return response
}
