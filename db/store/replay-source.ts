import type { Client } from 'pg'
import { DIALECT_OF_LINEAGE } from '@/lib/ingest/events/reader'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { Replay } from '@/lib/model/replay'
import type { Scope } from '@/lib/model/scope'
import type { Became } from './event-became'
import { verdictOf } from './event-became'
import { foldExecutions } from './fold-executions'
import type { TraceFold } from './fold-facts'
import { foldFailedTasks } from './fold-failed-tasks'
import { FlowStore } from './fold-flows'
import { foldLineage, gatherLineage, loadLineage } from './fold-lineage'
import { OwnerBook } from './fold-owners'
import { SourceBook } from './fold-sources'
import { foldTaskRuns } from './fold-task-runs'
import { type Refolded, refoldTellings } from './refold-tellings'
import { readSnapshots, replayOf } from './replay-compare'
import { forgetExpired, horizonOf, withoutExpired } from './replay-expired'
import { rewriteEventRows } from './replay-rows'
import { type FindReader, type Reread, rereadEvents } from './reread-events'

/** Reads events of one source again and puts what follows from them in place of what did. Within the caller's transaction. */
export async function replaySource(
  client: Client,
  scope: Scope,
  source: IngestSource,
  { ids, findReader, isPreview }: { ids: readonly string[]; findReader: FindReader; isPreview: boolean },
): Promise<Replay> {
  const now = new Date().toISOString()
  const { orgId } = source
  const { reread: readable, unread } = await rereadEvents(client, source, ids, findReader)
  const horizon = await horizonOf(client, orgId, now)
  const { reread, expired } = await withoutExpired(client, orgId, readable, horizon)
  const parts: Refolded[] = []
  for (const [dialect, events] of byDialect(reread))
    parts.push(
      dialect === DIALECT_OF_LINEAGE
        ? await refoldLineage(client, source, events, now)
        : await refoldTellings(client, source, { dialect, reread: events, findReader }),
    )
  const folds = parts.flatMap((part) => part.folds)
  const touched = executionsOf(folds, parts)
  const before = await readSnapshots(client, orgId, touched)
  await fold(client, source, folds, now)
  const made = touched.filter((id) => !before.has(id))
  for (const id of await forgetExpired(client, orgId, made, horizon)) expired.add(id)
  const became = new Map(parts.flatMap((part) => [...part.became]))
  const after = await readSnapshots(client, orgId, touched)
  const isKept = ({ executionId }: { executionId: string }) => !expired.has(executionId)
  await rewriteEventRows(client, source, {
    reread,
    became,
    keys: parts.flatMap((part) => part.keys).filter(isKept),
    references: parts.flatMap((part) => part.references).filter(isKept),
    alone: [
      ...parts.flatMap((part) => [...part.alone]),
      ...[...before.keys()].filter((id) => !after.has(id)),
    ],
  })
  return replayOf(scope, {
    isPreview,
    unreadCount: unread.length,
    expiredCount: expired.size,
    events: reread.map(({ stored, reader, event }) => ({
      eventId: stored.id,
      type: stored.type,
      before: stored.verdict,
      after: verdictOf(event, (became.get(stored.id) ?? []).length > 0),
      parserBefore: stored.parser,
      parserAfter: reader.parser,
      because: event.because,
      isSameReason: event.because === stored.because,
    })),
    before,
    after,
    whole: new Set(parts.flatMap((part) => [...part.whole])),
  })
}

function byDialect(reread: readonly Reread[]): Map<string, Reread[]> {
  const groups = new Map<string, Reread[]>()
  for (const each of reread) {
    const { dialect } = each.reader
    groups.set(dialect, [...(groups.get(dialect) ?? []), each])
  }
  return groups
}

/** Of OpenLineage all that was said of a run is kept: what its events say now is added to that. */
async function refoldLineage(
  client: Client,
  source: IngestSource,
  reread: readonly Reread[],
  now: string,
): Promise<Refolded> {
  const { orgId, sourceId, teamId, environment } = source
  const told = reread
    .filter(({ event }) => event.isFailed !== true)
    .map(({ stored, event }) => ({ orgId, sourceId, teamId, environment, eventId: stored.id, event }))
  const gathered = gatherLineage(told)
  const { folds, keys, references, became, write } = await foldLineage(
    client,
    gathered,
    await loadLineage(client, gathered),
    now,
  )
  await write()
  return {
    folds,
    keys,
    references,
    became: new Map<string, Became[]>([...became]),
    whole: new Set(),
    alone: new Set(),
  }
}

async function fold(
  client: Client,
  source: IngestSource,
  folds: readonly TraceFold[],
  now: string,
): Promise<void> {
  const [sources, owners] = [new SourceBook(), new OwnerBook()]
  sources.learn(source)
  await owners.refresh(client)
  const executions = await foldExecutions(client, folds, { sources, owners }, now)
  await foldTaskRuns(client, folds, executions)
  // A task run that failed by yesterday's reading may have gone well by today's.
  const anew = folds.map((each) => ({ ...each, executions: [], taskRuns: [] }))
  await foldFailedTasks(client, [...anew, ...folds], { sources, owners }, now)
  await new FlowStore().write(client, folds, sources, owners, now)
}

function executionsOf(folds: readonly TraceFold[], parts: readonly Refolded[]): string[] {
  const ids = folds.flatMap(({ executions, taskRuns, previousExecutionIds }) => [
    ...[...executions, ...taskRuns].map(({ executionId }) => executionId),
    ...previousExecutionIds,
  ])
  return [...new Set([...ids, ...parts.flatMap(({ whole }) => [...whole])])].sort()
}
