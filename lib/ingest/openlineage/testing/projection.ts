import type { LineageEdge } from '@/lib/model/lineage'
import type { projectEvents } from './reference'

type Projection = ReturnType<typeof projectEvents>

/** What a set of events came to, in words that a person can review: no ids of ours, and all in one order. */
export function readable(of: Projection) {
  const names = new Map(of.executions.map((row) => [row.id, row]))
  const executionName = (id: string) => names.get(id)?.nativeId ?? id
  return {
    runs: of.executions
      .map((row) => ({
        tool: row.dialect,
        nativeId: row.nativeId,
        attempt: row.attempt,
        title: row.title,
        state: row.state,
        word: row.nativeState,
        started: iso(row.startedAtUnixNano),
        ended: iso(row.endedAtUnixNano),
        durationMs: row.durationMs,
        error: row.errorMessage,
        errorType: row.errorType,
        failedTask: row.failedTask,
        parent: row.parentId === null ? null : executionName(row.parentId),
        trigger: row.trigger,
        version: row.version,
        labels: row.labels,
        references: of.references
          .filter((each) => each.executionId === row.id)
          .map(({ kind, key }) => `${kind} ${key}`)
          .sort(),
      }))
      .sort(byText),
    tasks: of.taskRuns
      .map((row) => ({
        execution: executionName(row.executionId),
        name: row.name,
        kind: row.kind,
        nativeId: row.nativeId,
        map: row.mapIndex,
        attempt: row.attempt,
        state: row.state,
        word: row.nativeState,
        queued: iso(row.queuedAtUnixNano),
        started: iso(row.startedAtUnixNano),
        ended: iso(row.endedAtUnixNano),
        error: row.errorMessage,
        within: of.taskRuns.find(({ id }) => id === row.parentId)?.name ?? null,
      }))
      .sort(byText),
    jobs: entities(of.jobs),
    datasets: entities(of.datasets),
    edges: [...of.edges.values()].flat().map(edge).sort(byText).filter(isFirst),
  }
}

const entities = (all: Projection['jobs']): Record<string, string[]> =>
  Object.fromEntries(
    [...all]
      .map(([key, facets]): [string, string[]] => [key, Object.keys(facets).sort()])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const edge = ({ from, to, kind, confidence, columns }: LineageEdge) => ({
  from: `${from.type} ${from.namespace} ${from.name}`,
  to: `${to.type} ${to.namespace} ${to.name}`,
  kind,
  confidence,
  columns: columns.map(
    ({ from: field, to: target, transformations }) =>
      `${field ?? '*'} -> ${target ?? '*'}${transformations.map((each) => ` ${each.type}/${each.subtype}${each.masking ? ' masked' : ''}`).join(',')}`,
  ),
})

const iso = (nano: bigint | null): string | null =>
  nano === null ? null : `${new Date(Number(nano / 1_000_000n)).toISOString()}+${nano % 1_000_000n}`

const text = (value: unknown): string => JSON.stringify(value)
const byText = (a: unknown, b: unknown): number => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)
const isFirst = (value: unknown, index: number, all: readonly unknown[]): boolean =>
  index === 0 || text(all[index - 1]) !== text(value)
