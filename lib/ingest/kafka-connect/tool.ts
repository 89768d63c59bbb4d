import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { connectCloudEvent } from './decode'
import { kafkaConnectPoll } from './poll'
import { CONNECTOR_WORDS } from './status'

const SEND = `#!/bin/sh
# Sends the status of every connector that changed to Runledger as CloudEvents. Needs curl and jq.
CONNECT="\${CONNECT:-http://localhost:8083}"
CLUSTER="\${CLUSTER:-kafka-connect}"
last=/tmp/runledger-connect
mkdir -p "$last"
while :; do
  curl -fsS "$CONNECT/connectors?expand=status" | jq -c '.[].status' | while read -r status; do
    name=$(printf %s "$status" | jq -r .name)
    file="$last/$(printf %s "$name" | sha256sum | cut -c1-32)"
    [ "$(cat "$file" 2>/dev/null)" = "$status" ] && continue
    now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    curl -fsS -X POST "{{endpoint}}/api/v1/cloudevents" \\
      -H "authorization: Bearer {{token}}" -H "content-type: application/json" \\
      -H "ce-specversion: 1.0" -H "ce-type: org.apache.kafka.connect.connector.status" \\
      -H "ce-source: $CLUSTER" -H "ce-id: $name-$now" -H "ce-time: $now" \\
      -d "$status" && printf %s "$status" > "$file"
  done
  sleep 10
done`

export const kafkaConnectTool: Tool = {
  id: 'kafka-connect',
  name: 'Kafka Connect',
  parser: 1,
  about:
    'Connectors and their tasks with state, worker and stack trace. A connector is one execution for as long as it is there. Records and offsets are not read.',
  states: [{ of: 'connectors and tasks', words: shouted(CONNECTOR_WORDS) }],
  cloudEvents: connectCloudEvent,
  poll: kafkaConnectPoll,
  guide: {
    ways: [
      {
        id: 'poll',
        title: 'Ask the REST interface',
        about: 'Every 30 seconds: the status of all connectors. Nothing to install.',
        steps: [
          {
            text: 'Set the base address to that of any worker, http://connect:8083 as a rule, with user and password where it asks for them.',
          },
        ],
      },
      {
        id: 'cloudevents',
        title: 'CloudEvents',
        about:
          'For clusters that Runledger cannot reach. Kafka Connect sends no events of its own, so this form is ours: the type is org.apache.kafka.connect.connector.status, the source names the cluster, and the data are what GET /connectors/<name>/status answers, of sinks and sources alike. Any sender of that form will do, an HTTP sink connector that reads the topic of statuses among them.',
        steps: [
          {
            text: 'Run this beside a worker, where curl and jq are installed.',
            code: { label: 'runledger-connect.sh', language: 'shell', code: SEND },
          },
          { text: 'Restart any connector: its status arrives within seconds.' },
        ],
      },
    ],
  },
}
