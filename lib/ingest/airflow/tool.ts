import type { Tool } from '@/lib/ingest/events/tool'
import { AIRFLOW_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { airflowGuide } from './guide'
import { airflowPoll } from './poll'

export const airflowTool: Tool = {
  id: 'airflow',
  name: 'Apache Airflow',
  parser: 2,
  about:
    'DAG runs and all tries of their tasks: live by OpenLineage or OpenTelemetry, or by asking the REST API, which also has exceptions, versions of DAGs, import errors and the log of who changed what.',
  states: [{ of: 'DAG runs and task instances', words: AIRFLOW_WORDS }],
  poll: airflowPoll,
  guide: airflowGuide,
}
