import type { Guide } from '@/lib/ingest/events/tool'

const SECRET = `kubectl create secret generic runledger -n argo \\
  --from-literal=RUNLEDGER_HOOK='{{hook}}' --from-literal=RUNLEDGER_TOKEN='{{token}}'`

const HANDLER = `# Under workflowDefaults.spec of the controller's ConfigMap for all workflows, or in the spec of one.
onExit: runledger
templates:
  - name: runledger
    container:
      # Any image with kubectl, jq and curl will do.
      image: alpine/k8s:1.34.1
      envFrom: [{ secretRef: { name: runledger } }]
      command: [sh, -c]
      args:
        - |
          kubectl get workflow {{workflow.name}} -n {{workflow.namespace}} -o json |
            jq '.status.phase = "{{workflow.status}}" | .status.finishedAt = (now | todate)' |
            curl -fsS --retry 5 --retry-all-errors -H "authorization: Bearer $RUNLEDGER_TOKEN" \\
              -H "content-type: application/json" --data-binary @- "$RUNLEDGER_HOOK"`

const ROLE = `kubectl create role runledger -n argo --verb=get --resource=workflows.argoproj.io
kubectl create rolebinding runledger -n argo --role=runledger --serviceaccount=argo:default`

const WATCH = `kubectl get workflows.argoproj.io --all-namespaces --watch --output-watch-events -o json | jq -c --unbuffered . |
  while read -r event; do
    printf %s "$event" | curl -sS --retry 5 --retry-all-errors -o /dev/null \\
      -H "authorization: Bearer {{token}}" -H "content-type: application/json" --data-binary @- "{{hook}}"
  done`

const OTLP = `env:
  - { name: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, value: "{{endpoint}}/v1/traces" }
  - { name: OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, value: http/protobuf }
  - { name: OTEL_EXPORTER_OTLP_HEADERS, value: "authorization=Bearer {{token}}" }`

/** How Argo Workflows is connected. */
export const argoGuide: Guide = {
  ways: [
    {
      id: 'exit-handler',
      title: 'An exit handler',
      about: 'Each workflow with all its nodes, once it has ended, whatever its end.',
      steps: [
        {
          text: 'Keep address and token as a secret where workflows run.',
          code: { label: 'Shell', language: 'shell', code: SECRET },
        },
        {
          text: 'Let the service account that workflows run as read them.',
          code: { label: 'Shell', language: 'shell', code: ROLE },
        },
        {
          text: 'Add the exit handler. It is itself still running when it sends, so it says what the workflow came to.',
          code: { label: 'Workflow', language: 'yaml', code: HANDLER },
        },
      ],
    },
    {
      id: 'watcher',
      title: 'A watcher',
      about:
        'Workflows as they go, and those that were deleted before their end. Nothing changes in the workflows.',
      steps: [
        {
          text: 'Run this where kubectl, jq and curl are, with a role that may get, list and watch workflows.argoproj.io. The guide for Kubernetes has a Deployment for such a script.',
          code: { label: 'Shell', language: 'shell', code: WATCH },
        },
      ],
    },
    {
      id: 'opentelemetry',
      title: 'OpenTelemetry (4.1 and later, beta)',
      about:
        'Spans of workflows, nodes and their phases, under the same names as by the other ways. Names of nodes are not in them, and the pods of a workflow get a TRACEPARENT.',
      steps: [
        {
          text: 'Add these variables to the controller.',
          code: { label: 'workflow-controller', language: 'yaml', code: OTLP },
        },
      ],
    },
  ],
}
