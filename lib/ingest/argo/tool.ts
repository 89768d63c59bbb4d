import type { Tool } from '@/lib/ingest/events/tool'
import { ARGO_WORDS } from '@/lib/ingest/otlp/dialects/argo'
import { decodeArgo } from './decode'
import { argoGuide } from './guide'

export const argoTool: Tool = {
  id: 'argo',
  name: 'Argo Workflows',
  parser: 1,
  about:
    'Workflows with their nodes, phases, messages and templates: by an exit handler when they end, by a watcher as they go, or by OpenTelemetry from version 4.1.',
  states: [{ of: 'workflows and nodes, by phase', words: ARGO_WORDS }],
  webhook: { verifiers: [{ kind: 'bearer' }, { kind: 'url' }], headers: [], decode: decodeArgo },
  guide: argoGuide,
}
