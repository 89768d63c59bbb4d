import type { Client } from 'pg'
import type { FieldChange, Replay, ReplayedEvent, ReplayedExecution } from '@/lib/model/replay'
import { type Scope, teamsFor } from '@/lib/model/scope'

/** An execution as a replay finds or leaves it. */
export type Snapshot = {
  id: string
  teamId: string
  flow: string
  nativeId: string
  row: Record<string, unknown>
  /** Hash of each task run by its id. */
  taskRuns: Record<string, string> | null
}

const MOST_SHOWN = 200
const MOST_TEXT = 500

const READ = `
  select e.id, e.team_id as "teamId", coalesce(f.name, e.native_id) as flow, e.native_id as "nativeId",
    to_jsonb(e) - 'facts' as row, (
      select json_object_agg(t.id, md5((to_jsonb(t) - 'facts')::text)) from task_runs t
      where t.org_id = e.org_id and t.execution_id = e.id) as "taskRuns"
  from unnest($2::uuid[]) as w(id) join executions e on e.org_id = $1 and e.id = w.id
    left join flows f on f.org_id = e.org_id and f.id = e.flow_id`

/** The columns that are compared, by the names that people read. */
const FIELDS: Record<string, string> = {
  state: 'state',
  nativeState: 'native_state',
  title: 'title',
  queuedAt: 'queued_at_unix_nano',
  startedAt: 'started_at_unix_nano',
  endedAt: 'ended_at_unix_nano',
  trigger: 'trigger',
  actor: 'actor',
  commit: 'commit',
  branch: 'branch',
  version: 'version',
  environment: 'environment',
  url: 'url',
  errorType: 'error_type',
  errorMessage: 'error_message',
  failedTask: 'failed_task',
  labels: 'labels',
  links: 'links',
  transitions: 'transitions',
  parentId: 'parent_id',
  retryOfId: 'retry_of_id',
  traceId: 'trace_id',
}

/** Executions as they are at this moment of the transaction, by id. */
export async function readSnapshots(
  client: Client,
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, Snapshot>> {
  const found = await client.query<Snapshot>({ text: READ, values: [orgId, ids] })
  return new Map(found.rows.map((row) => [row.id, row]))
}

/** What a replay comes to, told to somebody: of executions that they may not see only the number. */
export function replayOf(
  scope: Scope,
  of: {
    isPreview: boolean
    unreadCount: number
    expiredCount: number
    events: (ReplayedEvent & { isSameReason: boolean })[]
    before: ReadonlyMap<string, Snapshot>
    after: ReadonlyMap<string, Snapshot>
    whole: ReadonlySet<string>
  },
): Replay {
  const { before, after } = of
  const teams = teamsFor(scope, 'execution.read')
  const all = [...new Set([...before.keys(), ...after.keys()])].map((id) => {
    const [was, is] = [before.get(id) ?? null, after.get(id) ?? null]
    const teamIds = [was, is].flatMap((each) => each?.teamId ?? [])
    return {
      isVisible: teams === null || teamIds.every((teamId) => teams.includes(teamId)),
      execution: compare(was, is, of.whole.has(id)),
    }
  })
  const visible = all.flatMap(({ isVisible, execution }) =>
    isVisible && execution !== null ? [execution] : [],
  )
  const changed = visible.filter(({ outcome }) => outcome !== 'same')
  const same = visible.filter(({ outcome }) => outcome === 'same')
  const events = of.events.filter(isOtherwise).map(({ isSameReason: _, ...event }) => event)
  return {
    isPreview: of.isPreview,
    eventCount: of.events.length,
    unreadCount: of.unreadCount,
    expiredCount: of.expiredCount,
    events: events.slice(0, MOST_SHOWN),
    executions: [...changed, ...same].slice(0, MOST_SHOWN),
    executionCount: visible.length,
    changedCount: changed.length,
    privateCount: all.length - visible.length,
  }
}

const isOtherwise = (event: ReplayedEvent & { isSameReason: boolean }): boolean =>
  event.before !== event.after || event.parserBefore !== event.parserAfter || !event.isSameReason

function compare(was: Snapshot | null, is: Snapshot | null, isWhole: boolean): ReplayedExecution | null {
  const one = is ?? was
  if (one === null) return null
  const fields = fieldsOf(was, is)
  const taskRuns = tasksOf(was?.taskRuns ?? {}, is?.taskRuns ?? {})
  const isChanged = fields.length > 0 || Object.values(taskRuns).some((count) => count > 0)
  const { id, flow, nativeId } = one
  const outcome = was === null ? 'made' : is === null ? 'removed' : isChanged ? 'changed' : 'same'
  return { executionId: id, flow, nativeId, outcome, isWhole, fields, taskRuns }
}

function fieldsOf(was: Snapshot | null, is: Snapshot | null): FieldChange[] {
  return Object.entries(FIELDS).flatMap(([field, column]) => {
    const [before, after] = [textOf(column, was?.row[column]), textOf(column, is?.row[column])]
    return before === after ? [] : [{ field, before: cut(before), after: cut(after) }]
  })
}

function textOf(column: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (column.endsWith('_unix_nano')) return new Date(Number(value) / 1e6).toISOString()
  if (typeof value === 'string') return value
  const text = JSON.stringify(value)
  return text === '{}' || text === '[]' ? null : text
}

const cut = (text: string | null): string | null =>
  text === null || text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`

function tasksOf(was: Record<string, string>, is: Record<string, string>): ReplayedExecution['taskRuns'] {
  const [before, after] = [new Map(Object.entries(was)), new Map(Object.entries(is))]
  return {
    made: [...after.keys()].filter((id) => !before.has(id)).length,
    changed: [...after].filter(([id, hash]) => before.has(id) && before.get(id) !== hash).length,
    removed: [...before.keys()].filter((id) => !after.has(id)).length,
  }
}
