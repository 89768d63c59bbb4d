import { openApiDocument } from '@/lib/api/open-api'
import { allowed, methodNotAllowed } from '@/lib/api/problem'
import { config } from '@/lib/config'

const METHODS = 'GET, HEAD, OPTIONS'

/** The description of the API. It tells nothing about anybody, so that tools can read it without a token. */
export const GET = async (): Promise<Response> =>
  Response.json(openApiDocument(config().url), { headers: { 'cache-control': 'no-cache' } })

const OPTIONS = async (): Promise<Response> => allowed(METHODS)
const other = async (): Promise<Response> => methodNotAllowed(METHODS)

export { OPTIONS, other as DELETE, other as PATCH, other as POST, other as PUT }
