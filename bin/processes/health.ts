import type { ServerResponse } from 'node:http'

/** What keeps a process from taking work, each in words; empty when it is ready. */
export type Readiness = () => Promise<string[]>

/** `/health` and `/api/health` say ready or not, `…/live` only that the process answers at all. */
export const isHealthPath = (url: string): boolean => /^(\/api)?\/health(\/live)?\/?(\?|$)/.test(url)

/** Answers both, for load balancers and for our own supervisor. */
export async function answerHealth(
  url: string,
  response: ServerResponse,
  readiness: Readiness,
): Promise<void> {
  const isLiveOnly = url.includes('/health/live')
  const troubles = isLiveOnly ? [] : await readiness()
  const body = JSON.stringify(troubles.length === 0 ? { status: 'ok' } : { status: 'unavailable', troubles })
  response.writeHead(troubles.length === 0 ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  })
  response.end(body)
}
