import type { Client } from 'pg'
import { mergeExecutionFacts } from '@/lib/executions/merge-facts'
import { projectExecution } from '@/lib/executions/project'
import type { ExecutionFact } from '@/lib/model/fact'
import { executions } from '../schema/executions'
import { applyChange, executionChanges, type FactChange, rowKey, type TraceFold } from './fold-facts'
import { type FlowKey, removeLeftFlows } from './fold-flows'
import type { OwnerBook } from './fold-owners'
import type { SourceBook } from './fold-sources'
import { inOneGo } from './in-one-go'
import { LostRace } from './write-errors'
import { preparedAs } from './write-plans'
import { Recordset } from './write-recordset'

type Stored = {
  orgId: string
  id: string
  teamId: string
  flowId: string
  facts: Record<string, ExecutionFact>
  revision: number
}
type Row = ReturnType<typeof projectExecution> & {
  orgId: string
  teamId: string
  facts: Record<string, ExecutionFact>
  revision: number
  receivedAt: string
  updatedAt: string
}

/** An execution that was written, and whether its row is new. */
export type FoldedExecution = { orgId: string; id: string; isNew: boolean }

/** Rows as they were read, by `rowKey`. */
export type StoredExecutions = Map<string, Stored>

/** Who owns what comes from where. */
type Books = { sources: SourceBook; owners: OwnerBook }

const recordset = new Recordset<Row>(executions)

// A row is written only by who has read its newest revision. Losing locks it too, so the second attempt wins.
const UPSERT = `${recordset.insert}
  on conflict (org_id, id) do update set ${recordset.excludedBut('org_id', 'id', 'received_at', 'team_id')}
  where executions.revision = excluded.revision - 1
  returning org_id, id`

// Prepared only where plans are made anew now and then, and the delete never, for the reason given in write-traces.ts.
const LOAD = `
  select e.org_id, e.id, e.team_id, e.flow_id, e.facts, e.revision::int as revision
  from unnest($1::uuid[], $2::uuid[]) as w(org_id, id) join executions e on e.org_id = w.org_id and e.id = w.id
  order by e.org_id, e.id for update of e`

const DELETE = `
  delete from executions e using unnest($1::uuid[], $2::uuid[]) as w(org_id, id)
  where e.org_id = w.org_id and e.id = w.id`

const MOST_ATTEMPTS = 5

/**
 * Writes what traces say into the rows of executions. Afterwards the rows of all of them are locked by this
 * transaction, which is what lets their task runs be folded without a revision of their own.
 */
export async function foldExecutions(
  client: Client,
  folds: readonly TraceFold[],
  { sources, owners }: Books,
  now: string,
): Promise<FoldedExecution[]> {
  let open = executionChanges(folds)
  // Most traces are new and so are their executions: only what a trace has spoken of before is worth reading first.
  const spokenOf = new Set(
    folds.flatMap((fold) =>
      [...fold.previousExecutionIds, ...(fold.storedExecutionIds ?? [])].map((id) => `${fold.orgId}/${id}`),
    ),
  )
  const stored: StoredExecutions = new Map()
  await load(
    client,
    open.filter((change) => spokenOf.has(`${change.orgId}/${change.id}`)),
    stored,
  )
  const written: FoldedExecution[] = []
  const left: FlowKey[] = []
  for (let attempt = 0; open.length > 0; attempt++) {
    if (attempt === MOST_ATTEMPTS) throw new LostRace('executions kept changing while they were written')
    const won = await writeOnce(client, open, stored, { sources, owners }, now)
    written.push(...won.written)
    left.push(...won.left)
    open = won.lost
    await load(client, open, stored)
  }
  await removeLeftFlows(client, left)
  return written
}

/** Reads and locks all rows that may change. */
export async function loadExecutions(client: Client, folds: readonly TraceFold[]): Promise<StoredExecutions> {
  const stored: StoredExecutions = new Map()
  await load(client, executionChanges(folds), stored)
  return stored
}

/** The same as `foldExecutions` for rows that were read before; throws `LostRace` where somebody has written one of them since. */
export async function writeExecutions(
  client: Client,
  folds: readonly TraceFold[],
  stored: StoredExecutions,
  books: Books,
  now: string,
): Promise<FoldedExecution[]> {
  const { written, left, lost } = await writeOnce(client, executionChanges(folds), stored, books, now)
  if (lost.length > 0) throw new LostRace('an execution was written by somebody else meanwhile')
  await removeLeftFlows(client, left)
  return written
}

async function writeOnce(
  client: Client,
  changes: readonly FactChange<ExecutionFact>[],
  stored: StoredExecutions,
  books: Books,
  now: string,
): Promise<{ written: FoldedExecution[]; left: FlowKey[]; lost: FactChange<ExecutionFact>[] }> {
  const rows: Row[] = []
  const emptied: Stored[] = []
  const tried: FactChange<ExecutionFact>[] = []
  for (const change of changes) {
    const before = stored.get(rowKey(change))
    const { facts, isChanged } = applyChange(before?.facts ?? {}, change, mergeExecutionFacts)
    if (!isChanged) continue
    if (Object.keys(facts).length === 0) {
      if (before !== undefined) emptied.push(before)
      continue
    }
    rows.push(rowOf(change, facts, before ?? null, books, now))
    tried.push(change)
  }
  const [, won] = await inOneGo(
    client,
    () => remove(client, emptied),
    () => upsert(client, rows),
  )
  return {
    written: [
      ...tried
        .filter((change) => won.has(`${change.orgId}/${change.id}`))
        .map((change) => ({ orgId: change.orgId, id: change.id, isNew: !stored.has(rowKey(change)) })),
      ...emptied.map(({ orgId, id }) => ({ orgId, id, isNew: false })),
    ],
    left: rows.flatMap(({ orgId, id, flowId }) => {
      const before = stored.get(rowKey({ orgId, executionId: id, id }))
      return before === undefined || before.flowId === flowId || !stoodIn(before)
        ? []
        : [{ orgId, id: before.flowId }]
    }),
    lost: tried.filter((change) => !won.has(`${change.orgId}/${change.id}`)),
  }
}

const stoodIn = ({ facts }: Stored): boolean => Object.values(facts).every((fact) => fact.standsIn === true)

function rowOf(
  { orgId, fold }: FactChange<ExecutionFact>,
  facts: Record<string, ExecutionFact>,
  before: Stored | null,
  { sources, owners }: Books,
  now: string,
): Row {
  const [fact] = Object.values(facts)
  const settings = fact === undefined ? null : sources.of(orgId, fact.sourceId)
  const { teamId, environment } = settings ?? fold.fallback
  const row = projectExecution(orgId, facts, { environment, occurredAt: fold.startedAt })
  // Once it is there, the worker alone moves it from team to team.
  const rule =
    before === null && fact !== undefined ? owners.ruleOf(orgId, { ...fact, labels: row.labels }) : null
  return {
    ...row,
    orgId,
    teamId: before?.teamId ?? rule?.teamId ?? teamId,
    facts,
    revision: (before?.revision ?? 0) + 1,
    receivedAt: now,
    updatedAt: now,
  }
}

async function upsert(client: Client, rows: readonly Row[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const won = await client.query<{ org_id: string; id: string }>({
    name: 'upsert-executions',
    text: UPSERT,
    values: [recordset.encode(rows)],
  })
  return new Set(won.rows.map((row) => `${row.org_id}/${row.id}`))
}

async function load(
  client: Client,
  changes: readonly FactChange<ExecutionFact>[],
  into: StoredExecutions,
): Promise<void> {
  if (changes.length === 0) return
  type Found = {
    org_id: string
    id: string
    team_id: string
    flow_id: string
    facts: Stored['facts']
    revision: number
  }
  const found = await client.query<Found>({
    ...preparedAs(client, 'load-executions'),
    text: LOAD,
    values: [changes.map((change) => change.orgId), changes.map((change) => change.id)],
  })
  for (const row of found.rows) {
    into.set(rowKey({ orgId: row.org_id, executionId: row.id, id: row.id }), {
      orgId: row.org_id,
      id: row.id,
      teamId: row.team_id,
      flowId: row.flow_id,
      facts: row.facts,
      revision: row.revision,
    })
  }
}

async function remove(client: Client, rows: readonly Stored[]): Promise<void> {
  if (rows.length === 0) return
  await client.query({
    text: DELETE,
    values: [rows.map((row) => row.orgId), rows.map((row) => row.id)],
  })
}
