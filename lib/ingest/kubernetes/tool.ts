import type { Tool } from '@/lib/ingest/events/tool'
import { decodeKubernetes } from './decode'
import { kubernetesGuide } from './guide'
import { JOB_WORDS } from './job'
import { POD_WORDS } from './pod'

export const kubernetesTool: Tool = {
  id: 'kubernetes',
  name: 'Kubernetes',
  parser: 1,
  about:
    'Jobs and those of CronJobs as executions, their pods as task runs with node, exit code and reason; CronJobs, Events and what KEDA sends are kept. Logs come by OpenTelemetry.',
  states: [
    { of: 'Jobs, by their conditions', words: JOB_WORDS },
    { of: 'pods, by their phase', words: POD_WORDS },
  ],
  webhook: { verifiers: [{ kind: 'bearer' }, { kind: 'url' }], headers: [], decode: decodeKubernetes },
  guide: kubernetesGuide,
}
