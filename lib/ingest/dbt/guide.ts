import type { Guide } from '@/lib/ingest/events/tool'

const UPLOAD = `dbt build; code=$?
curl --fail-with-body --retry 5 --retry-all-errors \\
  -H "Authorization: Bearer {{token}}" -H "Content-Type: application/json" \\
  --data-binary @target/run_results.json {{endpoint}}/api/v1/uploads/dbt-artifacts
exit $code`

const WITH_MANIFEST = `dbt build; code=$?
jq -cn --slurpfile results target/run_results.json --slurpfile manifest target/manifest.json '
  {run_results: $results[0], manifest: ($manifest[0] | {metadata, nodes: (.nodes | map_values(
    {name, resource_type, package_name, original_file_path}))})}' |
gzip -c |
curl --fail-with-body --retry 5 --retry-all-errors \\
  -H "Authorization: Bearer {{token}}" -H "Content-Type: application/json" -H "Content-Encoding: gzip" \\
  --data-binary @- {{endpoint}}/api/v1/uploads/dbt-artifacts
exit $code`

const DBT_OL = `pip install openlineage-dbt

export OPENLINEAGE_URL={{endpoint}}
export OPENLINEAGE_API_KEY={{token}}
export OPENLINEAGE_NAMESPACE=dbt
dbt-ol --consume-structured-logs build`

const FUSION = `export DBT_EXPORT_TO_OTLP=true
export OTEL_EXPORTER_OTLP_ENDPOINT={{endpoint}}
export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer {{token}}"
dbt build`

const KESTRA = `- id: dbt_build
  type: io.kestra.plugin.dbt.cli.DbtCLI
  env:
    DBT_ENV_CUSTOM_ENV_KESTRA_EXECUTION_ID: "{{ execution.id }}"
  commands:
    - dbt build`

const GITHUB = `- run: dbt build
  env:
    DBT_ENV_CUSTOM_ENV_GITHUB_RUN_ID: \${{ github.run_id }}
    DBT_ENV_CUSTOM_ENV_GITHUB_REPOSITORY: \${{ github.repository }}
    DBT_ENV_CUSTOM_ENV_GITHUB_SHA: \${{ github.sha }}
    DBT_ENV_CUSTOM_ENV_GITHUB_ACTOR: \${{ github.actor }}`

const AIRFLOW = `BashOperator(
    task_id="dbt_build",
    bash_command="dbt build",
    env={
        "DBT_ENV_CUSTOM_ENV_AIRFLOW_CTX_DAG_ID": "{{ dag.dag_id }}",
        "DBT_ENV_CUSTOM_ENV_AIRFLOW_CTX_DAG_RUN_ID": "{{ run_id }}",
    },
    append_env=True,
)`

export const dbtGuide: Guide = {
  ways: [
    {
      id: 'artifacts',
      title: 'Upload of artifacts (dbt Core)',
      about:
        'After each command: one execution with all its models, tests, seeds and snapshots, their times and messages. Nothing comes while it runs, and nothing at all where dbt stops before it writes its results.',
      steps: [
        {
          text: 'Upload run_results.json after the command, whatever came of it.',
          code: { label: 'Shell', language: 'shell', code: UPLOAD },
        },
        {
          text: "Or with the parts of the manifest that name things: needs jq. The flow is then the project's, where it otherwise is the package that most nodes are of. Choose one of the two for all runs.",
          code: { label: 'Shell with jq', language: 'shell', code: WITH_MANIFEST },
        },
      ],
    },
    {
      id: 'dbt-ol',
      title: 'dbt-ol (live, with datasets)',
      about:
        "OpenLineage's wrapper of dbt Core sends the command, each seed, model and test with its statements and messages, and the datasets with their columns, as they happen.",
      steps: [
        {
          text: 'Install it beside dbt and call it in place of dbt. Without --consume-structured-logs it says everything at the end only: no message of what failed, no seeds, and skipped tests as failed. With it, it knows run, build, test, seed, snapshot and retry.',
          code: { label: 'Shell', language: 'shell', code: DBT_OL },
        },
      ],
    },
    {
      id: 'cloud',
      title: 'dbt Cloud webhook (live)',
      about: 'Runs of jobs as they start, complete and fail, without their models.',
      steps: [
        {
          text: 'In dbt Cloud open Account settings, Webhooks, Create webhook. Choose the events "Run started", "Run completed" and "Run errored", and this address.',
          code: { label: 'Endpoint', language: 'text', code: '{{hook}}' },
        },
        {
          text: 'dbt Cloud then shows a secret key once: set it as the secret of this source. Each delivery is checked against it.',
        },
      ],
    },
    {
      id: 'fusion',
      title: 'OpenTelemetry (dbt Fusion)',
      about: 'dbt 2 sends a trace of each command by itself.',
      steps: [
        {
          text: 'Set this where dbt runs.',
          code: { label: 'Environment', language: 'shell', code: FUSION },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what started it',
      about:
        'Variables that begin with DBT_ENV_CUSTOM_ENV_ are written into the artifacts. Pages, a TRACEPARENT and OPENLINEAGE_PARENT_ID are found in them under any name; these name the parent outright.',
      steps: [
        { text: 'From Kestra.', code: { label: 'Kestra', language: 'yaml', code: KESTRA } },
        { text: 'From GitHub Actions.', code: { label: 'GitHub Actions', language: 'yaml', code: GITHUB } },
        { text: 'From Airflow.', code: { label: 'Airflow', language: 'python', code: AIRFLOW } },
      ],
    },
  ],
}
