import { createEventWriter } from '@/db/store/write-events'
import { readerOf } from '@/lib/ingest/events/reader'
import { onDatabase } from './database'

/** What the Kestra of a shop answers when it is asked: revisions of one flow, who made them, and what ran. */
export type KestraStory = { flow: string; revisions: Revision[] }
export type Revision = { atMs: number; cron: string; by: string | null; executions: ('SUCCESS' | 'FAILED')[] }

const iso = (ms: number): string => new Date(ms).toISOString()
const MINUTE_MS = 60_000

/** The text of a flow of Kestra that runs by that schedule. */
const textOf = (flow: string, cron: string): string =>
  [
    `id: ${flow}`,
    'namespace: shop',
    'tasks:',
    '  - id: say',
    '    type: io.kestra.plugin.core.log.Log',
    '    message: hello',
    'triggers:',
    '  - id: daily',
    '    type: io.kestra.plugin.core.trigger.Schedule',
    `    cron: "${cron}"`,
    '',
  ].join('\n')

/** Has a source told all of it, as a poll of the tool would. */
export const tellAsKestra = (sourceId: string, { flow, revisions }: KestraStory): Promise<void> =>
  onDatabase(async (client, url) => {
    const { rows } = await client.query<{ orgId: string; teamId: string }>(
      'select org_id as "orgId", team_id as "teamId" from sources where id = $1',
      [sourceId],
    )
    const [owner] = rows
    const reader = readerOf('kestra', 'poll', null)
    if (owner === undefined || reader === null) throw new Error(`No source ${sourceId} to tell as`)
    const source = {
      ...owner,
      ...{ sourceId, kind: 'kestra', environment: 'prod', itemsPerSecond: null, isSelf: false },
      recognition: 'automatic' as const,
    }
    const writer = createEventWriter({
      connectionString: url,
      writers: 1,
      queueBytes: 1 << 24,
      clock: Date.now,
      report: (error) => {
        throw error
      },
    })
    const { dialect, parser, decode } = reader
    try {
      for (const item of revisions.flatMap((revision, at) => itemsOf(flow, revision, at + 1))) {
        const body = Buffer.from(JSON.stringify({ tenant: 'main', ...item }))
        const request = { protocol: 'poll' as const, source, headers: {}, body, isJson: true }
        await writer.write({ ...request, dialect, parser, decode })
      }
    } finally {
      await writer.close()
    }
  })

function itemsOf(flow: string, { atMs, cron, by, executions }: Revision, revision: number) {
  const of = { namespace: 'shop', id: flow }
  const detail = { type: 'UPDATE', resourceType: 'FLOW', ...of }
  const auditLog = { id: `${flow}-${revision}`, type: 'UPDATE', date: iso(atMs), userId: by, detail }
  const told = {
    kind: 'revision',
    item: { ...of, revision, updated: iso(atMs), source: textOf(flow, cron) },
  }
  const edited = { kind: 'audit', item: { auditLog, user: { username: by, email: `${by}@example.com` } } }
  const ran = executions.map((current, at) => {
    const [from, to] = [atMs + (at + 1) * MINUTE_MS, atMs + (at + 1) * MINUTE_MS + 30_000]
    const histories = [
      { state: 'CREATED', date: iso(from) },
      { state: 'RUNNING', date: iso(from) },
      { state: current, date: iso(to) },
    ]
    const state = { current, startDate: iso(from), endDate: iso(to), histories }
    const named = { namespace: 'shop', flowId: flow, flowRevision: revision }
    return { kind: 'execution', item: { id: `${flow}r${revision}e${at}`, ...named, state } }
  })
  return [told, ...(by === null ? [] : [edited]), ...ran]
}
