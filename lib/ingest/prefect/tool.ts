import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { PREFECT_NAMES, PREFECT_TYPES } from '@/lib/ingest/otlp/dialects/state-words'
import { decodePrefect } from './decode'
import { prefectGuide } from './guide'
import { prefectPoll } from './poll'

export const prefectTool: Tool = {
  id: 'prefect',
  name: 'Prefect',
  parser: 1,
  about:
    'Flow runs and task runs with names, deployments, work pools, retries and messages: live by an automation, or by asking the API.',
  states: [
    { of: 'flow runs and task runs, by type', words: shouted(PREFECT_TYPES) },
    { of: 'names of states that say more than their type', words: PREFECT_NAMES },
  ],
  webhook: { verifiers: [{ kind: 'bearer' }, { kind: 'url' }], headers: [], decode: decodePrefect },
  poll: prefectPoll,
  guide: prefectGuide,
}
