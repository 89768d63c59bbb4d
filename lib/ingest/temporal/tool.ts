import type { Tool } from '@/lib/ingest/events/tool'
import { decodeHistory } from './decode'
import { ACTIVITY_WORDS, WORKFLOW_WORDS } from './history'

const IMPORT = `#!/bin/sh
# Sends the histories of workflows that were started in the last day. Needs the Temporal CLI, jq and curl.
NAMESPACE="\${NAMESPACE:-default}"
since=$(date -u -d '1 day ago' +%Y-%m-%dT%H:%M:%SZ)
temporal workflow list --namespace "$NAMESPACE" --query "StartTime > '$since'" --limit 1000 --output json |
  jq -r '.[].execution | [.workflowId, .runId] | @tsv' |
  while IFS="$(printf '\\t')" read -r workflow run; do
    temporal workflow show --namespace "$NAMESPACE" --workflow-id "$workflow" --run-id "$run" --output json |
      jq -c --arg n "$NAMESPACE" --arg w "$workflow" --arg r "$run" '{namespace: $n, workflowId: $w, runId: $r, events}' |
      curl -fsS -H "authorization: Bearer {{token}}" -H "content-type: application/json" \\
        --data-binary @- "{{endpoint}}/api/v1/uploads/temporal-history"
  done`

const WORKER = `import { OpenTelemetryActivityInboundInterceptor, makeWorkflowExporter } from '@temporalio/interceptors-opentelemetry/lib/worker'
import { Resource } from '@opentelemetry/resources'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { Worker } from '@temporalio/worker'

const resource = new Resource({ 'service.name': 'orders-worker' })
const exporter = new OTLPTraceExporter({
  url: '{{endpoint}}/v1/traces',
  headers: { authorization: 'Bearer {{token}}' },
})
const worker = await Worker.create({
  workflowsPath: require.resolve('./workflows'),
  taskQueue: 'orders',
  sinks: { exporter: makeWorkflowExporter(exporter, resource) },
  interceptors: {
    workflowModules: [require.resolve('./workflows')],
    activity: [(context) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(context) })],
  },
})`

export const temporalTool: Tool = {
  id: 'temporal',
  name: 'Temporal',
  parser: 1,
  about:
    'Runs of workflows with their activities, children, failures and traces: by importing histories, or live by the OpenTelemetry interceptors of its SDKs. Temporal sends no webhooks.',
  states: [
    { of: 'workflows, by events of their history', words: WORKFLOW_WORDS },
    { of: 'activities, by events of their history', words: ACTIVITY_WORDS },
  ],
  uploads: [
    {
      what: 'temporal-history',
      about:
        'The history of one run by `temporal workflow show --output json`, with namespace and ids around it',
      decode: decodeHistory,
    },
  ],
  guide: {
    ways: [
      {
        id: 'history',
        title: 'Import histories',
        about:
          'All that happened to a run, whenever it was: events by their numbers, so that a history that has grown adds to what is there. Both spellings of event types are read. Inputs and results stay as the exporter encoded them.',
        steps: [
          {
            text: 'Run this where the Temporal CLI reaches the server, once or by cron.',
            code: { label: 'runledger-temporal.sh', language: 'shell', code: IMPORT },
          },
        ],
      },
      {
        id: 'opentelemetry',
        title: 'OpenTelemetry interceptors (live)',
        about:
          'Each run and each try of an activity as its worker ends it. Under the same run id both ways are one execution, where the namespace is the same.',
        steps: [
          {
            text: 'Add the interceptors to worker and client; Python, Go and Java have the same.',
            code: { label: 'worker.ts', language: 'typescript', code: WORKER },
          },
        ],
      },
    ],
  },
}
