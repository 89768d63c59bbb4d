import { formatDuration } from '@/lib/format/duration'
import { isOtherDuration } from './differ'

type Compared = {
  flow: string
  namespace: string
  state: string
  nativeState: string | null
  attempt: number
  trigger: string | null
  actor: string | null
  commit: string | null
  branch: string | null
  version: string | null
  environment: string
  sourceName: string
  teamName: string
  errorType: string | null
  errorMessage: string | null
  failedTask: string | null
  queuedAt: string | null
  startedAt: string | null
  durationMs: number | null
}

/** What is told of an execution beside its times and its names, which differ always. */
export function comparedFacts(of: Compared): Record<string, string | null> {
  return {
    Flow: of.namespace === '' ? of.flow : `${of.namespace} / ${of.flow}`,
    State: of.state,
    'State in the source': of.nativeState,
    Attempt: String(of.attempt),
    Trigger: of.trigger,
    Actor: of.actor,
    Version: of.version,
    Commit: of.commit,
    Branch: of.branch,
    Environment: of.environment,
    Source: of.sourceName,
    Team: of.teamName,
    'Failed task': of.failedTask,
    'Kind of error': of.errorType,
    Error: of.errorMessage,
  }
}

/** Durations as they are compared: both as words where they differ by more than chance, else nothing. */
export function comparedDurations(a: Compared, b: Compared) {
  const rows = [
    { key: 'Duration', a: a.durationMs, b: b.durationMs },
    { key: 'In the queue', a: waitOf(a), b: waitOf(b) },
  ]
  return rows
    .filter((row) => isOtherDuration(row.a, row.b))
    .map((row) => ({ key: row.key, a: wordsOf(row.a), b: wordsOf(row.b) }))
}

const wordsOf = (ms: number | null): string | null => (ms === null ? null : formatDuration(ms))

function waitOf({ queuedAt, startedAt }: Compared): number | null {
  if (queuedAt === null || startedAt === null) return null
  return Math.max(0, Number((BigInt(startedAt) - BigInt(queuedAt)) / 1000n) / 1000)
}
