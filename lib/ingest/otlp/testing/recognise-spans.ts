import { projectExecution, projectTaskRun } from '@/lib/executions/project'
import { recogniseTrace } from '@/lib/executions/recognise'
import type { ExecutionFact } from '@/lib/model/fact'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { LogError, TraceSkeleton } from '@/lib/model/skeleton'
import { isTriggerKey, isTriggerResource, isTriggerScope, markSpan } from '../mark-span'
import type { ReadSpan } from './read-otlp-json'

/** The source that tests receive from. */
export const SOURCE: IngestSource = {
  orgId: '0f0f0f0f-0000-4000-8000-000000000001',
  sourceId: '0f0f0f0f-0000-4000-8000-000000000002',
  teamId: '0f0f0f0f-0000-4000-8000-000000000003',
  kind: 'opentelemetry',
  environment: 'production',
  recognition: 'automatic',
  itemsPerSecond: null,
  isSelf: false,
}

/** Marks the spans as the decoder does, those that nothing points at left out, and makes a skeleton of each trace. */
export function skeletonsOf(spans: readonly ReadSpan[], logErrors: LogError[] = []): TraceSkeleton[] {
  const traces = new Map<string, TraceSkeleton>()
  for (const { span, resource, scope } of spans) {
    const trace = traces.get(span.traceId) ?? {
      orgId: SOURCE.orgId,
      traceId: span.traceId,
      spans: [],
      logErrors,
    }
    traces.set(span.traceId, trace)
    const isLookedAt =
      span.parentSpanId === null ||
      [...span.attributes.keys()].some(isTriggerKey) ||
      isTriggerResource(resource.attributes) ||
      isTriggerScope(scope.name) ||
      span.events.some((event) => event.name === 'exception')
    trace.spans.push({
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      name: span.name,
      startUnixNano: String(span.startUnixNano),
      endUnixNano: String(span.endUnixNano),
      statusCode: span.statusCode,
      statusMessage: span.statusMessage,
      mark: isLookedAt ? markSpan(span, resource, scope, SOURCE) : null,
    })
  }
  return [...traces.values()]
}

/** The rows that come of spans: executions folded over all traces, and their task runs by name path. */
export function rowsOf(spans: readonly ReadSpan[], recognition: IngestSource['recognition'] = 'automatic') {
  const facts = new Map<string, Record<string, ExecutionFact>>()
  const tasks = []
  for (const trace of skeletonsOf(spans)) {
    const recognised = recogniseTrace(trace, () => recognition)
    for (const fact of recognised.executions) {
      facts.set(fact.executionId, { ...facts.get(fact.executionId), [`trace:${trace.traceId}`]: fact })
    }
    tasks.push(...recognised.taskRuns.map((fact) => projectTaskRun({ [`trace:${trace.traceId}`]: fact })))
  }
  const otherwise = { environment: SOURCE.environment, occurredAt: '0' }
  const executions = [...facts.values()].map((byOrigin) => {
    const [fact] = Object.values(byOrigin)
    return {
      ...projectExecution(SOURCE.orgId, byOrigin, otherwise),
      namespace: fact?.namespace,
      flow: fact?.flow,
    }
  })
  const [execution] = executions
  return {
    execution,
    executions,
    tasks,
    states: Object.fromEntries(tasks.map((task) => [task.name, task.state])),
  }
}
