import type { Guide } from '@/lib/ingest/events/tool'
import { shortSystemFlow, systemFlow } from './system-flow'

const SECRETS = `SECRET_RUNLEDGER_TOKEN=$(printf %s '{{token}}' | base64 -w0)
SECRET_KESTRA_USERNAME=$(printf %s 'runledger@example.com' | base64 -w0)
SECRET_KESTRA_PASSWORD=$(printf %s 'the password' | base64 -w0)`

const FROM_GITHUB = `- name: Start the Kestra flow
  run: |
    curl --fail-with-body -X POST "$KESTRA_URL/api/v1/main/executions/company.team/daily_load" \\
      -u "$KESTRA_USERNAME:$KESTRA_PASSWORD" \\
      -F github_run_url="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  env:
    KESTRA_URL: \${{ vars.KESTRA_URL }}
    KESTRA_USERNAME: \${{ secrets.KESTRA_USERNAME }}
    KESTRA_PASSWORD: \${{ secrets.KESTRA_PASSWORD }}`

const INPUT = `inputs:
  - id: github_run_url
    type: STRING
    required: false`

export const kestraGuide: Guide = {
  ways: [
    {
      id: 'system-flow',
      title: 'A system flow (live)',
      about:
        'One flow in the namespace `system` sends each change of state with task runs, attempts, labels, revision and what started it. It does not send the text of errors, which Kestra keeps in its logs alone: ask its API as well for that.',
      steps: [
        {
          text: "Give Kestra the token and a user that may read executions as secrets: variables of the server's environment that begin with SECRET_, in base64. In the Enterprise edition add them as secrets of the namespace `system` instead, as they are.",
          code: { label: 'Environment', language: 'shell', code: SECRETS },
        },
        {
          text: 'Kestra 2.0: create this flow, and set its three variables to the address at which Kestra reaches itself, the one that people open, and your tenant.',
          code: { label: 'Kestra 2.0', language: 'yaml', code: systemFlow('v2') },
        },
        {
          text: 'Kestra 0.21 to 1.x: create this flow instead, in the same way. Before 0.23 there are no tenants: take `/{{ vars.tenant }}` and the tenant out.',
          code: { label: 'Kestra 0.21 to 1.x', language: 'yaml', code: systemFlow('v1') },
        },
        { text: 'Run any other flow. Its execution is here within seconds of its first change of state.' },
      ],
    },
    {
      id: 'poll',
      title: 'Ask the API',
      about:
        'Every 30 seconds: executions with task runs, the error lines of what failed, revisions of flows with their source, and in the Enterprise edition the audit log. Nothing to install in Kestra.',
      steps: [
        {
          text: 'Set the base address of Kestra (such as https://kestra.example.com), the tenant, and either a token (Enterprise edition, Cloud) or user and password of somebody who may read executions, flows and logs.',
        },
        {
          text: 'With a system flow set up too, keep both: what both tell is one execution.',
        },
      ],
    },
    {
      id: 'short-flow',
      title: 'A system flow without a user for the API',
      about:
        'Only id, revision and state of each execution: no task runs, labels or links. For installations where no user can be made.',
      steps: [
        {
          text: 'Kestra 2.0: create this flow, with the token as the secret RUNLEDGER_TOKEN.',
          code: { label: 'Kestra 2.0', language: 'yaml', code: shortSystemFlow('v2') },
        },
        {
          text: 'Kestra 0.21 to 1.x: create this flow instead.',
          code: { label: 'Kestra 0.21 to 1.x', language: 'yaml', code: shortSystemFlow('v1') },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what started it',
      about:
        'Sub-flows, flow triggers, replays and what Airbyte, Hightouch and dbt Cloud tasks start are linked without anything. For the CI run that starts a flow, hand over its address.',
      steps: [
        {
          text: 'Let the flow have an input for it. Any name will do: addresses, a traceparent and OPENLINEAGE_PARENT_ID are found in inputs, labels and variables.',
          code: { label: 'Flow', language: 'yaml', code: INPUT },
        },
        {
          text: 'Start it with the address of the run.',
          code: { label: 'GitHub Actions', language: 'yaml', code: FROM_GITHUB },
        },
      ],
    },
  ],
}
