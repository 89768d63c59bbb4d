import type { ToolServer } from './tool-server'

/** When the tests begin. */
export const START = Date.parse('2026-11-21T12:00:00Z')

/** A job as Airbyte's API tells it. */
export type Job = { jobId: number; status: string; startTime?: string; lastUpdatedAt?: string }

/** An Airbyte with these jobs, a hundred a page. */
export function scriptAirbyte(
  server: ToolServer,
  jobs: Job[],
  also: (path: string) => { status: number; headers?: Record<string, string> } | null = () => null,
) {
  server.script(({ url }) => {
    const other = also(`${url.pathname}${url.search}`)
    if (other !== null) return other
    if (url.pathname === '/v1/applications/token') return { json: { access_token: 'short-lived' } }
    if (url.pathname === '/v1/connections') return { json: { data: [] } }
    if (url.pathname.startsWith('/v1/connections/'))
      return { json: { connectionId: 'c', name: 'orders', workspaceId: 'w' } }
    if (url.pathname.startsWith('/v1/workspaces/')) return { json: { workspaceId: 'w', name: 'shop' } }
    const of = (job: Job) => ({ connectionId: 'c', jobType: 'sync', ...job })
    const one = /^\/v1\/jobs\/(\d+)$/.exec(url.pathname)?.[1]
    if (one !== undefined) {
      const job = jobs.find(({ jobId }) => String(jobId) === one)
      return job === undefined ? { status: 404 } : { json: of(job) }
    }
    const offset = Number(url.searchParams.get('offset') ?? 0)
    return { json: { data: jobs.slice(offset, offset + 100).map(of) } }
  })
}
/** One of them, that began so many minutes after an hour before the tests do. */
export const job = (jobId: number, status = 'succeeded', minute = 0): Job => ({
  jobId,
  status,
  startTime: new Date(START - 3_600_000 + minute * 60_000).toISOString(),
  lastUpdatedAt: new Date(START - 3_000_000 + minute * 60_000).toISOString(),
})
