import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { decodeTriggerDev, TRIGGER_WORDS } from './decode'

const CONFIG = `import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defineConfig } from '@trigger.dev/sdk'

export default defineConfig({
  project: '<project ref>',
  dirs: ['./trigger'],
  telemetry: {
    exporters: [
      new OTLPTraceExporter({
        url: '{{endpoint}}/v1/traces',
        headers: { authorization: 'Bearer {{token}}' },
      }),
    ],
  },
})`

export const triggerDevTool: Tool = {
  id: 'trigger-dev',
  name: 'Trigger.dev',
  parser: 1,
  about:
    'Runs that failed with error, task, version, commit and machine, by alerts; deployments are kept. Runs that went well are in no webhook: they come by OpenTelemetry.',
  states: [{ of: 'runs', words: shouted(TRIGGER_WORDS) }],
  webhook: {
    verifiers: [{ kind: 'hmac', header: 'x-trigger-signature-hmacsha256', prefix: '', hash: 'sha256' }],
    headers: [],
    decode: decodeTriggerDev,
  },
  guide: {
    ways: [
      {
        id: 'alerts',
        title: 'Alerts by webhook',
        about:
          'Runs that failed for good, and deployments that succeeded or failed, as they happen and signed.',
        steps: [
          {
            text: 'In the project: Alerts, New alert, Webhook. Tick runs and deployments of every environment, and give this address.',
            code: { label: 'URL', language: 'text', code: '{{hook}}' },
          },
          { text: 'Trigger.dev shows the secret that it signs with: set it as the secret of this source.' },
        ],
      },
      {
        id: 'opentelemetry',
        title: 'OpenTelemetry',
        about: 'Every run as a trace, those that went well among them.',
        steps: [
          {
            text: 'Add the exporter to the configuration and deploy.',
            code: { label: 'trigger.config.ts', language: 'typescript', code: CONFIG },
          },
        ],
      },
    ],
  },
}
