import type { Tool } from '@/lib/ingest/events/tool'
import { EVENT_STATES } from '@/lib/ingest/openlineage/states'

const LISTENER = `execution.job-status-changed-listeners: io.openlineage.flink.listener.OpenLineageJobStatusChangedListenerFactory
openlineage.transport.type: http
openlineage.transport.url: "{{endpoint}}"
openlineage.transport.endpoint: /api/v1/lineage
openlineage.transport.auth.type: api_key
openlineage.transport.auth.apiKey: "{{token}}"
openlineage.job.namespace: production
openlineage.job.name: orders-stream`

const JAR = `mvn dependency:copy -Dartifact=io.openlineage:openlineage-flink:1.39.0 -DoutputDirectory=.
mv openlineage-flink-1.39.0.jar "$FLINK_HOME/lib/"`

const FLINK_1 = `JobListener listener = OpenLineageFlinkJobListener.builder()
    .executionEnvironment(environment)
    .jobNamespace("production")
    .jobName("orders-stream")
    .build();
environment.registerJobListener(listener);`

const TRANSPORT = `export OPENLINEAGE__TRANSPORT__TYPE=http
export OPENLINEAGE__TRANSPORT__URL={{endpoint}}
export OPENLINEAGE__TRANSPORT__ENDPOINT=/api/v1/lineage
export OPENLINEAGE__TRANSPORT__AUTH__TYPE=api_key
export OPENLINEAGE__TRANSPORT__AUTH__API_KEY={{token}}`

/** Flink tells by OpenLineage alone, which is read for every kind of source. */
export const flinkTool: Tool = {
  id: 'flink',
  name: 'Apache Flink',
  parser: 1,
  about:
    'Jobs of batches and streams with inputs, outputs, checkpoints and errors, by the OpenLineage listener. A stream is one execution for as long as it runs.',
  states: [{ of: 'runs, by the type of their OpenLineage events', words: EVENT_STATES }],
  guide: {
    ways: [
      {
        id: 'flink-2',
        title: 'OpenLineage listener (Flink 2)',
        about: 'Every job of the cluster, with its datasets as Flink itself knows them.',
        steps: [
          {
            text: 'Put the integration among Flink’s libraries.',
            code: { label: 'Shell', language: 'shell', code: JAR },
          },
          {
            text: 'Add the listener to the configuration and start the cluster anew.',
            code: { label: 'config.yaml', language: 'yaml', code: LISTENER },
          },
        ],
      },
      {
        id: 'flink-1',
        title: 'OpenLineage listener (Flink 1.15 to 1.20)',
        about: 'Jobs whose program registers the listener.',
        steps: [
          {
            text: 'Register it before the job is executed, with openlineage-flink among the dependencies.',
            code: { label: 'Java', language: 'java', code: FLINK_1 },
          },
          {
            text: 'Say where events go in the environment of the job manager.',
            code: { label: 'Environment', language: 'shell', code: TRANSPORT },
          },
        ],
      },
    ],
  },
}
