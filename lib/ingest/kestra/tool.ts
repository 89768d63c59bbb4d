import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { KESTRA_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { decodeKestra } from './decode'
import { kestraGuide } from './guide'
import { kestraPoll } from './poll'

export const kestraTool: Tool = {
  id: 'kestra',
  name: 'Kestra',
  parser: 1,
  about:
    'Executions and task runs with attempts, labels, revisions and links between flows, live by a system flow or by asking the API. Errors and flow sources come by the API alone, audit logs from the Enterprise edition.',
  states: [{ of: 'executions and task runs', words: shouted(KESTRA_WORDS) }],
  webhook: {
    verifiers: [{ kind: 'bearer' }, { kind: 'url' }],
    headers: [],
    decode: decodeKestra,
  },
  poll: kestraPoll,
  guide: kestraGuide,
}
