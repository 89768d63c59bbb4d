import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { DAGSTER_STEP_WORDS, DAGSTER_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { decodeDagster } from './decode'
import { dagsterGuide } from './guide'
import { dagsterPoll } from './poll'

export const dagsterTool: Tool = {
  id: 'dagster',
  name: 'Dagster',
  parser: 1,
  about:
    'Runs with steps, attempts, tags, retries and errors: live by run-status sensors, or by asking the GraphQL API; datasets by OpenLineage.',
  states: [
    { of: 'runs', words: shouted(DAGSTER_WORDS) },
    { of: 'steps', words: shouted(DAGSTER_STEP_WORDS) },
  ],
  webhook: { verifiers: [{ kind: 'bearer' }], headers: [], decode: decodeDagster },
  poll: dagsterPoll,
  guide: dagsterGuide,
}
