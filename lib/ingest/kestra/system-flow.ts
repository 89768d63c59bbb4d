import { SYSTEM_FLOW } from './decode'

const STATES = `
      - QUEUED
      - RUNNING
      - PAUSED
      - RETRYING
      - RESTARTED
      - KILLING
      - SUCCESS
      - WARNING
      - FAILED
      - RETRIED
      - KILLED
      - CANCELLED
      - SKIPPED`

const TRIGGER = `
triggers:
  - id: every_change
    type: io.kestra.plugin.core.trigger.Flow
    states:${STATES}`

/** In 2.0 a trigger has one expression; before, a list of conditions. Without it the flow would trigger itself for ever. */
const NOT_ITSELF = {
  v2: `
    when: "{{ flow.namespace != 'system' }}"`,
  v1: `
    conditions:
      - type: io.kestra.plugin.core.condition.Not
        conditions:
          - type: io.kestra.plugin.core.condition.ExecutionNamespace
            namespace: system`,
}

const HEAD = `id: ${SYSTEM_FLOW}
namespace: system
description: Sends every change of state of every execution to Runledger.

variables:
  kestra: http://localhost:8080
  ui: http://localhost:8080/ui
  tenant: main
`

const FETCH = `
tasks:
  - id: fetch
    type: io.kestra.plugin.core.http.Request
    uri: "{{ vars.kestra }}/api/v1/{{ vars.tenant }}/executions/{{ trigger.executionId }}"
    method: GET
    options:
      auth:
        type: BASIC
        username: "{{ secret('KESTRA_USERNAME') }}"
        password: "{{ secret('KESTRA_PASSWORD') }}"
`

const send = (body: string): string => `
  - id: send
    type: io.kestra.plugin.core.http.Request
    uri: "{{hook}}"
    method: POST
    contentType: application/json
    headers:
      Authorization: "Bearer {{ secret('RUNLEDGER_TOKEN') }}"
    body: |
      ${body}
    retry:
      type: exponential
      interval: PT5S
      maxInterval: PT5M
      maxAttempts: 10
`

const WHOLE = send(
  '{"tenant": "{{ vars.tenant }}", "ui": "{{ vars.ui }}", "execution": {{ outputs.fetch.body }}}',
)

const FEW = send(
  [
    '{"tenant": "{{ vars.tenant }}", "ui": "{{ vars.ui }}",',
    '"executionId": "{{ trigger.executionId }}", "namespace": "{{ trigger.namespace }}",',
    '"flowId": "{{ trigger.flowId }}", "flowRevision": "{{ trigger.flowRevision }}",',
    '"state": "{{ trigger.state }}"}',
  ].join('\n      '),
)

/** The system flow that people copy: the whole execution fetched and sent on, for Kestra 2.0 and for versions before. */
export const systemFlow = (version: 'v1' | 'v2'): string =>
  `${HEAD}${FETCH}${WHOLE}${TRIGGER}${NOT_ITSELF[version]}\n`

/** The same with what the trigger itself knows: no user for the API, and no task runs. */
export const shortSystemFlow = (version: 'v1' | 'v2'): string =>
  `${HEAD}\ntasks:${FEW.slice(1)}${TRIGGER}${NOT_ITSELF[version]}\n`.replace('tasks:  -', 'tasks:\n  -')
