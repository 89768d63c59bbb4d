import type { HappenedStep, Happening } from '../happening'
import { hexOf } from '../random'
import { stepLogs } from '../step-logs'
import { type Attributes, INTERNAL, spanIdOf, type Told, type ToldSpan, traceIdOf } from '../telling'

const OUTCOMES: Record<HappenedStep['outcome'], string> = {
  success: 'NODE_OUTCOME_SUCCESS',
  warning: 'NODE_OUTCOME_SUCCESS',
  failed: 'NODE_OUTCOME_ERROR',
  timed_out: 'NODE_OUTCOME_ERROR',
  retrying: 'NODE_OUTCOME_ERROR',
  cancelled: 'NODE_OUTCOME_CANCELED',
  skipped: 'NODE_OUTCOME_SKIPPED',
}

/** dbt 2: an invocation, and a span for each node; within the trace of what started it, where something did. */
export function tellDbt(happening: Happening, within: { traceId: string; spanId: string } | null): Told {
  const { flow, key, commit } = happening
  const traceId = within?.traceId ?? traceIdOf(key)
  const project = flow.space ?? 'shop_core'
  const invocation = hexOf(16, key, 'invocation')
  const isTest = flow.name === 'dbt test'
  const root: ToldSpan = {
    traceId,
    spanId: spanIdOf(key),
    parentSpanId: within?.spanId ?? null,
    name: `fs invocation (${invocation})`,
    kind: INTERNAL,
    startMs: happening.startMs,
    endMs: happening.endMs,
    attributes: { invocation_id: invocation, raw_command: commandOf(flow.name), project_name: project },
    status: { code: happening.outcome === 'success' ? 1 : 2 },
  }
  const phase: ToldSpan = {
    ...root,
    spanId: spanIdOf(key, 'phase'),
    parentSpanId: root.spanId,
    name: 'Phase executed (run)',
    attributes: { phase: 'EXECUTION_PHASE_RUN' },
    startMs: happening.startMs + 200,
    status: { code: 0 },
  }
  const nodes = happening.steps.flatMap((step): ToldSpan[] => {
    const kind = isTest ? 'test' : flow.name === 'dbt source' ? 'source' : 'model'
    const attributes: Attributes = {
      unique_id: `${kind}.${project}.${step.name}`,
      name: step.name,
      node_type: `NODE_TYPE_${kind.toUpperCase()}`,
      node_outcome: OUTCOMES[step.outcome],
      relative_path: `models/${step.name}.sql`,
      duration_ms: step.endMs - step.startMs,
      ...(step.error === null ? {} : { node_error_type: step.error.type }),
      ...(step.outcome === 'skipped' ? { node_skip_reason: 'NODE_SKIP_REASON_UPSTREAM' } : {}),
    }
    const processed: ToldSpan = {
      traceId,
      spanId: spanIdOf(key, step.name),
      parentSpanId: phase.spanId,
      kind: INTERNAL,
      name: `Node processed (${kind}.${project}.${step.name})`,
      startMs: step.startMs,
      endMs: step.endMs,
      attributes,
      status: step.error === null ? { code: 1 } : { code: 2, message: step.error.message },
    }
    const evaluated: ToldSpan = {
      ...processed,
      spanId: spanIdOf(key, step.name, 'evaluated'),
      parentSpanId: processed.spanId,
      name: `Node evaluated (${kind}.${project}.${step.name})`,
      attributes: {
        unique_id: `${kind}.${project}.${step.name}`,
        node_type: `NODE_TYPE_${kind.toUpperCase()}`,
      },
      status: { code: step.error === null ? 1 : 2 },
    }
    return [processed, evaluated]
  })
  return {
    source: flow.source,
    scope: 'dbt',
    spans: [root, phase, ...nodes],
    resource: {
      'service.name': 'dbt-fusion',
      'service.version': '2.0.0',
      'deployment.environment.name': 'production',
      'vcs.ref.head.revision': commit.sha,
      'vcs.ref.head.name': 'main',
    },
    // What dbt says about a failed node is in the node's span.
    logs: stepLogs(happening, traceId, (step) => spanIdOf(key, step.name)).filter(
      ({ level }) => level !== 'ERROR',
    ),
  }
}

const commandOf = (flow: string): string =>
  flow === 'dbt source' ? 'dbt source freshness' : `${flow} --target prod`
