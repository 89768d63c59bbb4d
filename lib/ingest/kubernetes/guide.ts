import type { Guide } from '@/lib/ingest/events/tool'

const WATCH = `#!/bin/sh
# Posts every change of Jobs, their pods, CronJobs and Events to Runledger. Needs kubectl, jq and curl.
watch_kind() {
  while :; do
    kubectl get "$1" --all-namespaces --watch --output-watch-events -o json | jq -c --unbuffered . |
      while read -r event; do
        printf %s "$event" | curl -sS --retry 5 --retry-all-errors -o /dev/null \\
          -H "authorization: Bearer $RUNLEDGER_TOKEN" -H "content-type: application/json" \\
          --data-binary @- "$RUNLEDGER_HOOK"
      done
    sleep 2
  done
}
for kind in jobs.batch cronjobs.batch pods events.events.k8s.io; do watch_kind "$kind" & done
wait`

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n')

const MANIFEST = `apiVersion: v1
kind: Namespace
metadata: { name: runledger }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: runledger-watcher, namespace: runledger }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: runledger-watcher }
rules:
  - apiGroups: [batch]
    resources: [jobs, cronjobs]
    verbs: [get, list, watch]
  - apiGroups: [""]
    resources: [pods]
    verbs: [get, list, watch]
  - apiGroups: [events.k8s.io]
    resources: [events]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: runledger-watcher }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: runledger-watcher }
subjects:
  - { kind: ServiceAccount, name: runledger-watcher, namespace: runledger }
---
apiVersion: v1
kind: Secret
metadata: { name: runledger, namespace: runledger }
stringData:
  RUNLEDGER_HOOK: "{{hook}}"
  RUNLEDGER_TOKEN: "{{token}}"
---
apiVersion: v1
kind: ConfigMap
metadata: { name: runledger-watcher, namespace: runledger }
data:
  watch.sh: |
${indented(WATCH, 4)}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: runledger-watcher, namespace: runledger }
spec:
  replicas: 1
  strategy: { type: Recreate }
  selector: { matchLabels: { app: runledger-watcher } }
  template:
    metadata: { labels: { app: runledger-watcher } }
    spec:
      serviceAccountName: runledger-watcher
      containers:
        - name: watcher
          # Any image with kubectl, jq and curl will do.
          image: alpine/k8s:1.34.1
          command: [sh, /etc/runledger/watch.sh]
          envFrom: [{ secretRef: { name: runledger } }]
          resources: { requests: { cpu: 20m, memory: 128Mi }, limits: { memory: 256Mi } }
          volumeMounts: [{ name: script, mountPath: /etc/runledger }]
      volumes: [{ name: script, configMap: { name: runledger-watcher } }]`

const KEDA = `apiVersion: eventing.keda.sh/v1alpha1
kind: CloudEventSource
metadata: { name: runledger, namespace: keda }
spec:
  clusterName: production
  destination:
    http:
      uri: "{{endpoint}}/api/v1/cloudevents?access_token={{token}}"`

const LOGS = `receivers:
  k8s_events:
    auth_type: serviceAccount
exporters:
  otlphttp:
    endpoint: "{{endpoint}}"
    headers: { authorization: "Bearer {{token}}" }
service:
  pipelines:
    logs: { receivers: [k8s_events], exporters: [otlphttp] }`

const TRACE = `env:
  - name: TRACEPARENT
    value: "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01"`

/** How a cluster is connected. */
export const kubernetesGuide: Guide = {
  ways: [
    {
      id: 'watcher',
      title: 'A watcher in the cluster',
      about:
        'Jobs, their pods, CronJobs and Events as they change, by kubectl in a Deployment of its own that may read these kinds and nothing else. The same version of an object counts once, so that it may be restarted at any time. Jobs that were made and deleted while it was away are not seen.',
      steps: [
        {
          text: 'Save this as runledger-watcher.yaml and apply it with kubectl apply -f runledger-watcher.yaml.',
          code: { label: 'runledger-watcher.yaml', language: 'yaml', code: MANIFEST },
        },
        {
          text: 'Jobs that are there appear at once, and others as they are made. A Job is named after its CronJob: what follows the last dash, if it is a time or made up, is left out.',
        },
      ],
    },
    {
      id: 'collector',
      title: 'Events by the Collector',
      about:
        'Events, and objects by its k8sobjects receiver, arrive as OpenTelemetry logs: they can be searched, but no execution is made of them. Use it beside the watcher.',
      steps: [
        {
          text: 'Add this to the configuration of a Collector that runs in the cluster.',
          code: { label: 'collector.yaml', language: 'yaml', code: LOGS },
        },
      ],
    },
    {
      id: 'keda',
      title: 'KEDA',
      about:
        'Whether scalers are ready, paused or failed, as CloudEvents. They say nothing of runs, so they are kept for the history of changes; Jobs that KEDA starts come by the watcher.',
      steps: [
        {
          text: 'Apply this where KEDA 2.15 or later runs.',
          code: { label: 'cloudeventsource.yaml', language: 'yaml', code: KEDA },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what started a Job',
      about:
        'Annotations of a Job are searched for a traceparent and for the page of what made it. What runs in the pod reads its own trace from the environment.',
      steps: [
        {
          text: 'Hand the trace on to the container, and put the same into an annotation of the Job.',
          code: { label: 'Container', language: 'yaml', code: TRACE },
        },
      ],
    },
  ],
}
