import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/auth-options'
import { isHttps } from '@/lib/auth/client-request'

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth, which builds absolute addresses from a configured one. The console may be opened by any name: they become paths. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const response: Response = await NextAuth(request, context, authOptions(isHttps(request.headers)))
  const location = response.headers.get('location')
  if (location !== null && URL.canParse(location)) {
    const { pathname, search } = new URL(location)
    response.headers.set('location', pathname + search)
  }
  return response
}

export { handle as GET, handle as POST }
