import { contextShell } from '@/lib/ingest/events/handed-context'
import type { Guide } from '@/lib/ingest/events/tool'

const EVENTS = [
  'workflow_run',
  'workflow_job',
  'push',
  'pull_request',
  'pull_request_review',
  'deployment',
  'deployment_status',
]

const hook = (at: string): string => `gh api --method POST ${at}/hooks \\
  -f name=web -F active=true \\
${EVENTS.map((event) => `  -f 'events[]=${event}'`).join(' \\\n')} \\
  -f 'config[url]={{hook}}' \\
  -f 'config[content_type]=json' \\
  -f 'config[secret]={{secret}}'`

const HAND_ON = `- name: Let what is started know who started it
  shell: bash
  run: |
    ${contextShell(`\${GITHUB_RUN_ID}\${GITHUB_RUN_ATTEMPT}t`, '$GITHUB_REPOSITORY', '$GITHUB_WORKFLOW').replaceAll('\n', '\n    ')}
    {
      echo "TRACEPARENT=$TRACEPARENT"
      echo "OPENLINEAGE_PARENT_ID=$OPENLINEAGE_PARENT_ID"
      echo "OPENLINEAGE_CONTEXT=$OPENLINEAGE_CONTEXT"
    } >> "$GITHUB_ENV"`

const BY_ADDRESS = `- name: Start the next pipeline
  run: |
    curl --fail-with-body -X POST "$NEXT_URL" \\
      -H "traceparent: $TRACEPARENT" \\
      -d started_by="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/attempts/$GITHUB_RUN_ATTEMPT"`

const TAKE_OVER = `name: Load
run-name: \${{ inputs.started_by && format('Load, started by {0}', inputs.started_by) || 'Load' }}
on:
  workflow_dispatch:
    inputs:
      started_by:
        description: Page or traceparent of what starts it
        required: false`

/** How a repository or an organization is connected. */
export const githubGuide: Guide = {
  ways: [
    {
      id: 'webhook',
      title: 'Webhook (live)',
      about:
        'Every run, attempt, job and step as it is queued, starts and ends; pushes, pull requests and deployments are kept for the history of changes. Webhooks hold no error text and no logs: add the OpenTelemetry export for those.',
      steps: [
        {
          text: 'With the GitHub command line and the right to administer the repository, create its webhook. Write owner and name in place of OWNER/REPO.',
          code: { label: 'One repository', language: 'shell', code: hook('repos/OWNER/REPO') },
        },
        {
          text: 'Or once for all repositories of an organization, as one of its owners (gh auth refresh -s admin:org_hook).',
          code: { label: 'An organization', language: 'shell', code: hook('orgs/ORG') },
        },
        {
          text: 'Or in the browser: Settings, Webhooks, Add webhook. Content type application/json, leave SSL verification on, choose “Let me select individual events” and tick Workflow runs, Workflow jobs, Pushes, Pull requests, Pull request reviews, Deployments and Deployment statuses.',
          code: { label: 'Payload URL and secret', language: 'text', code: '{{hook}}\n{{secret}}' },
        },
        { text: 'GitHub sends a ping at once, and the next run of any workflow appears as it is requested.' },
      ],
    },
    {
      id: 'links',
      title: 'Links to what it starts and what started it',
      about:
        'A run hands its trace and its OpenLineage run to the tools that it calls, all of which are then linked to it without anything else.',
      steps: [
        {
          text: 'Put this before the steps that start something: dbt, Airflow, Spark and every OpenTelemetry SDK read these variables by themselves.',
          code: { label: 'A step of a job', language: 'yaml', code: HAND_ON },
        },
        {
          text: 'Or hand over the address of the run as any input or parameter: it is found wherever the other tool shows it.',
          code: { label: 'A step of a job', language: 'yaml', code: BY_ADDRESS },
        },
        {
          text: 'For a workflow that something else starts, take what started it as an input and write it into the name of the run, which is all that GitHub tells of inputs.',
          code: { label: 'Workflow', language: 'yaml', code: TAKE_OVER },
        },
      ],
    },
  ],
}
