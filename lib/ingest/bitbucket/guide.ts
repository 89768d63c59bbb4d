import { contextShell } from '@/lib/ingest/events/handed-context'
import type { Guide } from '@/lib/ingest/events/tool'

const HOOK = `curl --fail-with-body -u "$BITBUCKET_USER:$BITBUCKET_APP_PASSWORD" \\
  -H "content-type: application/json" \\
  "https://api.bitbucket.org/2.0/repositories/WORKSPACE/REPOSITORY/hooks" \\
  -d '{"description":"Runledger","url":"{{hook}}","secret":"{{secret}}","active":true,
       "events":["repo:commit_status_created","repo:commit_status_updated","repo:push","pullrequest:fulfilled"]}'`

const HAND_ON = `pipelines:
  default:
    - step:
        script:
          - |
            ${contextShell('bitbucket/$BITBUCKET_REPO_FULL_NAME/$BITBUCKET_BUILD_NUMBER', '$BITBUCKET_REPO_FULL_NAME', '$BITBUCKET_REPO_FULL_NAME').replaceAll('\n', '\n            ')}
          - ./start-the-next-thing.sh`

const BY_ADDRESS = `- >-
  curl --fail-with-body -X POST "$NEXT_URL"
  -H "traceparent: $TRACEPARENT"
  -d started_by="https://bitbucket.org/$BITBUCKET_REPO_FULL_NAME/pipelines/results/$BITBUCKET_BUILD_NUMBER"`

/** How a repository is connected. */
export const bitbucketGuide: Guide = {
  ways: [
    {
      id: 'webhook',
      title: 'Webhook (live)',
      about:
        'Every pipeline as it starts and ends. Bitbucket sends the status that a pipeline gives to its commit and nothing of its steps, logs or trigger; pushes and merged pull requests are kept for the history of changes.',
      steps: [
        {
          text: 'With an app password or API token that may write webhooks, create the webhook. Write workspace and repository in place of WORKSPACE/REPOSITORY; for all repositories of a workspace, post to https://api.bitbucket.org/2.0/workspaces/WORKSPACE/hooks.',
          code: { label: 'Shell', language: 'shell', code: HOOK },
        },
        {
          text: 'Or in the browser: Repository settings, Webhooks, Add webhook. Give the address and the secret, choose from the full list of triggers, and tick Build status created, Build status updated, Push and Pull request merged.',
          code: { label: 'URL and secret', language: 'text', code: '{{hook}}\n{{secret}}' },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what it starts',
      about:
        'A pipeline hands its trace and its OpenLineage run to the tools that it calls. What started it is not in Bitbucket’s webhooks.',
      steps: [
        {
          text: 'Put this before what starts something: dbt, Airflow, Spark and every OpenTelemetry SDK read these variables by themselves.',
          code: { label: 'bitbucket-pipelines.yml', language: 'yaml', code: HAND_ON },
        },
        {
          text: 'Or hand over the address of the pipeline as any input or parameter: it is found wherever the other tool shows it.',
          code: { label: 'bitbucket-pipelines.yml', language: 'yaml', code: BY_ADDRESS },
        },
      ],
    },
  ],
}
