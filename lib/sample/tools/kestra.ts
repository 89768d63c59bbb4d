import type { HappenedStep, Happening } from '../happening'
import { hexOf } from '../random'
import { stepLogs } from '../step-logs'
import { type Attributes, INTERNAL, spanIdOf, type Told, type ToldSpan, traceIdOf } from '../telling'

/** Kestra: a span for each message of the executor, and one of a worker for each task, which alone says a bad end. */
export function tellKestra(happening: Happening): Told {
  const { flow, key } = happening
  const traceId = traceIdOf(key)
  const about: Attributes = {
    'kestra.tenantId': 'main',
    'kestra.namespace': flow.space ?? 'acme',
    'kestra.flowId': flow.name,
    'kestra.executionId': hexOf(11, key, 'execution'),
  }
  const executor = (n: number, atMs: number, parent: string | null): ToldSpan => ({
    traceId,
    spanId: spanIdOf(key, 'executor', n),
    parentSpanId: parent,
    kind: INTERNAL,
    name: `EXECUTOR - main_${flow.space ?? 'acme'}_${flow.name}`,
    startMs: atMs,
    endMs: atMs + 60,
    attributes: { ...about, 'kestra.source': 'io.kestra.jdbc.runner.JdbcExecutor' },
    status: { code: 0 },
  })
  const root = executor(0, happening.startMs, null)
  const ran = happening.steps.filter((step) => step.outcome !== 'skipped')
  const spans = ran.flatMap((step, at): ToldSpan[] => [
    {
      traceId,
      spanId: workerId(key, step),
      parentSpanId: root.spanId,
      name: `WORKER - ${step.name}`,
      kind: INTERNAL,
      startMs: step.startMs,
      endMs: step.endMs,
      attributes: {
        ...about,
        'kestra.source': 'io.kestra.worker.DefaultWorker',
        'kestra.uid': hexOf(8, key, step.name, 'uid'),
      },
      status: step.error === null ? { code: 0 } : { code: 2, message: 'Task ended in state FAILED' },
      ...(step.error === null ? {} : { error: { of: step.error, step: step.name } }),
    },
    executor(at + 1, step.endMs + 20, root.spanId),
  ])
  return {
    source: flow.source,
    scope: 'kestra',
    spans: [root, ...spans],
    resource: { 'service.name': 'kestra', 'deployment.environment.name': 'production' },
    logs: stepLogs(happening, traceId, (step) => workerId(key, step)),
  }
}

const workerId = (key: string, step: HappenedStep): string => spanIdOf(key, step.name, 'worker')
