import { PRECEDENCE, type TaskFact } from '@/lib/model/fact'
import type { State } from '@/lib/model/state'
import type { CopyTarget } from './copy-target'
import { nano, type Run } from './execution-rows'
import { randomUuid, uuidOf } from './random-id'

export const TASK_COLUMNS = [
  'org_id',
  'execution_id',
  'id',
  'name',
  'kind',
  'native_id',
  'attempt',
  'state',
  'native_state',
  'queued_at_unix_nano',
  'started_at_unix_nano',
  'ended_at_unix_nano',
  'duration_ms',
  'error_type',
  'error_message',
  'worker',
  'trace_id',
  'facts',
]

/** The steps of an execution one after the other; what comes after the one that failed did not start. */
export function addTaskRuns(to: CopyTarget, random: () => number, run: Run): void {
  const { tasks } = run.flow
  const totalMs = (run.endMs ?? run.seenMs) - run.startMs
  for (const [at, name] of tasks.entries()) {
    const state = stateOf(run, at)
    const startMs = run.startMs + (totalMs * at) / tasks.length
    const endMs = state === 'running' ? null : startMs + (totalMs / tasks.length) * (0.6 + random() * 0.4)
    const hasRun = state !== 'skipped'
    const error = state === run.state ? run.error : null
    const id = randomUuid(random)
    const fact: TaskFact = {
      executionId: run.id,
      taskRunId: id,
      parentTaskRunId: null,
      name,
      kind: 'PythonOperator',
      nativeId: name,
      mapIndex: null,
      attempt: 1,
      states: [{ state, word: state, at: nano(endMs ?? startMs), precedence: PRECEDENCE.word }],
      queuedAt: nano(startMs - 200),
      startedAt: hasRun ? nano(startMs) : null,
      endedAt: endMs === null || !hasRun ? null : nano(endMs),
      errors: error === null ? [] : [{ ...error, at: nano(endMs ?? startMs), spanId: null, rank: 1 }],
      worker: `worker-${Math.floor(random() * 12)}`,
      url: null,
      traceId: run.traceHex,
      spanId: null,
    }
    to.add([
      run.orgId,
      run.id,
      id,
      name,
      fact.kind,
      fact.nativeId,
      1,
      state,
      state,
      fact.queuedAt,
      fact.startedAt,
      fact.endedAt,
      endMs === null || !hasRun ? null : Math.round(endMs - startMs),
      error?.type ?? null,
      error?.message ?? null,
      fact.worker,
      uuidOf(run.traceHex),
      JSON.stringify({ [`trace:${run.traceHex}`]: fact }),
    ])
  }
}

function stateOf(run: Run, at: number): State {
  if (run.failedTask !== null && at >= run.failedTask) return at === run.failedTask ? run.state : 'skipped'
  if (run.state === 'running') return at === run.flow.tasks.length - 1 ? 'running' : 'success'
  return run.state === 'skipped' || run.state === 'cancelled' ? run.state : 'success'
}
