import type { Tool } from '@/lib/ingest/events/tool'
import { EVENT_STATES } from '@/lib/ingest/openlineage/states'

const SUBMIT = `spark-submit \\
  --packages io.openlineage:openlineage-spark_2.13:1.39.0 \\
  --conf spark.extraListeners=io.openlineage.spark.agent.OpenLineageSparkListener \\
  --conf spark.openlineage.transport.type=http \\
  --conf spark.openlineage.transport.url={{endpoint}} \\
  --conf spark.openlineage.transport.endpoint=/api/v1/lineage \\
  --conf spark.openlineage.transport.auth.type=api_key \\
  --conf spark.openlineage.transport.auth.apiKey="$RUNLEDGER_TOKEN" \\
  --conf spark.openlineage.namespace=production \\
  --conf spark.openlineage.appName=orders_etl \\
  orders_etl.py`

const PARENT = `--conf spark.openlineage.parentJobNamespace=airflow \\
--conf spark.openlineage.parentJobName=daily.spark_orders \\
--conf spark.openlineage.parentRunId={{ macros.OpenLineageProviderPlugin.lineage_run_id(task_instance) }} \\
--conf spark.openlineage.rootParentJobNamespace=airflow \\
--conf spark.openlineage.rootParentJobName=daily \\
--conf spark.openlineage.rootParentRunId={{ macros.OpenLineageProviderPlugin.lineage_root_run_id(task_instance) }}`

/** Spark tells by OpenLineage alone, which is read for every kind of source. */
export const sparkTool: Tool = {
  id: 'spark',
  name: 'Apache Spark',
  parser: 1,
  about:
    'Applications as executions and their SQL and RDD jobs as task runs, with inputs, outputs, columns and errors, by the OpenLineage listener.',
  states: [{ of: 'runs, by the type of their OpenLineage events', words: EVENT_STATES }],
  guide: {
    ways: [
      {
        id: 'openlineage',
        title: 'OpenLineage listener',
        about:
          'Every application that has the listener, from its start. Secrets among its properties are taken out before anything is stored. Streaming queries run for as long as they run.',
        steps: [
          {
            text: 'Set the token in the environment and add the listener, here or in spark-defaults.conf. For Spark with Scala 2.12 take openlineage-spark_2.12.',
            code: { label: 'Shell', language: 'shell', code: `export RUNLEDGER_TOKEN={{token}}\n${SUBMIT}` },
          },
          { text: 'Give each application a name of its own (appName): it is the flow that its runs are of.' },
        ],
      },
      {
        id: 'links',
        title: 'Links to what submitted it',
        about:
          'Airflow’s operators for Spark hand these on by themselves where its OpenLineage provider is told to (spark_inject_parent_job_info).',
        steps: [
          {
            text: 'Name the run that submits the application, and the one at the root.',
            code: { label: 'In a template of Airflow', language: 'jinja', code: PARENT },
          },
        ],
      },
    ],
  },
}
