import type { Guide } from '@/lib/ingest/events/tool'

const OPENLINEAGE = `pip install apache-airflow-providers-openlineage

export AIRFLOW__OPENLINEAGE__TRANSPORT='{"type": "http", "url": "{{endpoint}}", "endpoint": "api/v1/lineage", "auth": {"type": "api_key", "apiKey": "{{token}}"}}'
export AIRFLOW__OPENLINEAGE__NAMESPACE=airflow`

const OTEL_NEW = `export AIRFLOW__TRACES__OTEL_ON=True
# Not "otlp": that is gRPC to Airflow, whatever OTEL_EXPORTER_OTLP_PROTOCOL says.
export OTEL_TRACES_EXPORTER=otlp_proto_http
export OTEL_EXPORTER_OTLP_ENDPOINT={{endpoint}}
export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20{{token}}"
export OTEL_SERVICE_NAME=airflow`

const PARENT = `TriggerDagRunOperator(
    task_id="load",
    trigger_dag_id="load",
    # The page of what starts it, or a traceparent: either is found in the run's configuration.
    conf={"started_by": "https://ci.example.com/runs/42"},
)`

const USER = `# Airflow 3 with the FAB auth manager, and Airflow 2
airflow users create --role Viewer --username runledger --password 'the password' \\
  --email runledger@example.com --firstname Run --lastname Ledger
airflow roles create Auditor
airflow roles add-perms -a can_read -r 'Audit Logs' -- Auditor
airflow users add-role --username runledger --role Auditor`

export const airflowGuide: Guide = {
  ways: [
    {
      id: 'openlineage',
      title: 'OpenLineage (live, with datasets)',
      about:
        'The provider sends DAG runs, tries of tasks, errors and datasets as they happen. Tasks that were skipped are told when the DAG run ends.',
      steps: [
        {
          text: 'Install the provider where Airflow runs (scheduler, workers, DAG processor, triggerer) and set its transport there.',
          code: { label: 'Environment', language: 'shell', code: OPENLINEAGE },
        },
        { text: 'Restart Airflow and run any DAG.' },
      ],
    },
    {
      id: 'poll',
      title: 'Ask the REST API',
      about:
        'Every 30 seconds: DAG runs, task instances with all tries and the exception of those that failed, versions of DAGs, import errors, and the log of who changed what. Airflow 3 (API v2) and 2.x (v1; without exceptions and versions). Nothing to install in Airflow.',
      steps: [
        {
          text: 'Make a user for Runledger that may see DAGs, DAG runs, task instances, import errors, task logs and the code of DAGs, which Viewer may, and the audit log, which it may not. Without the second role, set “Read the log of events” to no.',
          code: { label: 'Shell', language: 'shell', code: USER },
        },
        {
          text: 'Set the base address of Airflow (such as https://airflow.example.com) with the user and password, or with a token where your Airflow gives tokens out itself.',
        },
        {
          text: 'What is told in several ways is one execution as long as all of them give this Airflow the same name: `openlineage.namespace`, the name of the service in OpenTelemetry, and the name of the installation set here. Where none of them was set, that is so already.',
        },
      ],
    },
    {
      id: 'opentelemetry',
      title: 'OpenTelemetry',
      about:
        'Traces of DAG runs and tries of tasks: their times, states and what the tasks themselves trace. Since 3.2 with the environment of OpenTelemetry; before, with Airflow’s own settings.',
      steps: [
        {
          text: 'Airflow 3.2 and later: set this where Airflow runs, then restart it.',
          code: { label: 'Environment', language: 'shell', code: OTEL_NEW },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what started it',
      about:
        "Parents that OpenLineage names are linked without anything. Other starters are found in the run's configuration.",
      steps: [
        {
          text: 'Hand over the page of what starts the run, or a traceparent.',
          code: { label: 'DAG', language: 'python', code: PARENT },
        },
      ],
    },
  ],
}
