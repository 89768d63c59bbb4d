import type { ExplainedDatabase, Plan } from './explained-database'
import type { Page } from './pages'

/** Where the console is, and whose session asks. */
export type Visitor = { url: string; cookie: string }

export type PageFigures = { p50: number; p95: number; status: number; bytes: number }

const WARM_UP = 3

/** Time from sending the request until the last byte of the page, streamed parts and all, one request at a time. */
export async function measurePage({ url, cookie }: Visitor, page: Page): Promise<PageFigures> {
  const [first = '/'] = page.paths
  for (let n = 0; n < WARM_UP; n++) await fetchPage(url + first, cookie)
  const times: number[] = []
  let last = { status: 0, bytes: 0 }
  for (const path of page.paths) {
    const began = performance.now()
    last = await fetchPage(url + path, cookie)
    times.push(performance.now() - began)
    if (last.status !== 200) break
  }
  return { ...last, p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

/** Fetches a page to its last byte, and no further. */
export async function fetchPage(url: string, cookie: string): Promise<{ status: number; bytes: number }> {
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  const body = await answer.arrayBuffer()
  return { status: answer.status, bytes: body.byteLength }
}

/** One statement of a page: how often a request sends it, how long it takes, and the plan of its slowest time. */
export type StatementFigures = { statement: string; perRequest: number; p50: number; p95: number; plan: Plan }

/** A page with the times of its requests, and what it asked of the database. */
export type Measured = { page: Page; figures: PageFigures; statements: StatementFigures[] }

/** What the page asks of the database, as Postgres saw it. */
export async function statementsOf(
  { url, cookie }: Visitor,
  database: ExplainedDatabase,
  page: Page,
  requests = 20,
): Promise<StatementFigures[]> {
  for (const path of page.paths.slice(0, WARM_UP)) await fetchPage(url + path, cookie)
  const from = database.logEnd()
  const paths = page.paths.slice(0, requests)
  for (const path of paths) await fetchPage(url + path, cookie)
  const byStatement = new Map<string, Plan[]>()
  for (const plan of database.plansSince(from))
    byStatement.set(plan.statement, [...(byStatement.get(plan.statement) ?? []), plan])
  return [...byStatement]
    .map(([statement, plans]) => {
      const times = plans.map(({ durationMs }) => durationMs)
      const slowest = plans.reduce((worst, plan) => (plan.durationMs > worst.durationMs ? plan : worst))
      const perRequest = plans.length / paths.length
      return { statement, perRequest, p50: quantile(times, 0.5), p95: quantile(times, 0.95), plan: slowest }
    })
    .sort((a, b) => b.p95 - a.p95)
}

/** The value that this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
