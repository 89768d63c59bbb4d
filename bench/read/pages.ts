import type { Database } from '@/db/client'
import { auditPagesOf } from './audit-pages'

/** A page to measure: one path a request, so that no request finds what the one before it has warmed. */
export type Page = {
  name: string
  /** p95 of the server's time. */
  barMs: number | null
  /** Who asks; the owner where nothing is said. */
  as?: 'owner' | 'auditor'
  paths: string[]
}

export const REQUESTS = 60

/** Every page with a bar of its own, for paths that this installation has. */
export async function pagesOf({ pool }: Database, orgId: string): Promise<Page[]> {
  const ids = async (text: string): Promise<string[]> =>
    (await pool.query<{ value: string }>(text, [orgId])).rows.map(({ value }) => value)
  const ofFlow = `select id::text as value from flows where org_id = $1 order by md5(id::text) limit ${REQUESTS}`
  // With a trace, which is the most of what their page shows.
  const someRuns = (before: string) => `select e.id::text as value from (
    select id, org_id, trace_id from executions where org_id = $1 and occurred_at < ${before}
    order by occurred_at desc limit 20000) e
    join traces t on t.org_id = e.org_id and t.trace_id = e.trace_id
    order by md5(e.id::text) limit ${REQUESTS}`
  const [flows, executions, cursors] = await Promise.all([
    ids(ofFlow),
    ids(someRuns(`now() - interval '30 minutes'`)),
    ids(cursorsOf(20_000)),
  ])
  const repeated = (path: string) => Array.from({ length: REQUESTS }, () => path)
  const days = (n: number) => Date.now() - n * 86_400_000
  return [
    { name: 'home', barMs: 250, paths: repeated('/') },
    { name: 'executions', barMs: 150, paths: repeated('/executions') },
    {
      name: 'executions, 24 h',
      barMs: null,
      paths: repeated('/executions?range=24h'),
    },
    {
      name: 'executions, one facet',
      barMs: 150,
      paths: Array.from(
        { length: REQUESTS },
        (_, n) =>
          ['/executions?q=state:failed', '/executions?q=environment:staging', '/executions?q=trigger:push'][
            n % 3
          ] ?? '/',
      ),
    },
    {
      name: 'executions, page 400',
      barMs: 150,
      paths: cursors.map((cursor) => `/executions?before=${encodeURIComponent(cursor)}`),
    },
    { name: 'flows', barMs: 200, paths: repeated('/flows') },
    { name: 'flow', barMs: 250, paths: flows.map((id) => `/flows/${id}`) },
    { name: 'execution', barMs: 150, paths: executions.map((id) => `/executions/${id}`) },
    {
      name: 'traces by attribute, one day',
      barMs: 300,
      paths: Array.from({ length: REQUESTS }, (_, n) => {
        const from = Math.floor(days(1 + (n % 10)))
        const filter = encodeURIComponent(`customer.id=c-${n * 331}`)
        return `/traces?attr=${filter}&range=${from}-${from + 86_400_000}`
      }),
    },
    { name: 'traces', barMs: null, paths: repeated('/traces') },
    { name: 'changes', barMs: 150, paths: repeated('/changes') },
    {
      name: 'changes, one view',
      barMs: null,
      paths: Array.from({ length: REQUESTS }, (_, n) => `/changes?view=${VIEWS[n % VIEWS.length]}`),
    },
    { name: 'drift', barMs: null, paths: repeated('/changes/drift') },
    ...(await auditPagesOf(pool, orgId, REQUESTS)),
  ]
}

const VIEWS = ['unexplained', 'edited_in_tool', 'before_failure', 'schedules']

/** Rows 20,000 to 20,060 of the list: what stands before page 400 and a few after it. */
const cursorsOf = (offset: number): string => `
  select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || id as value
  from executions where org_id = $1 order by occurred_at desc, id desc offset ${offset} limit ${REQUESTS}`
