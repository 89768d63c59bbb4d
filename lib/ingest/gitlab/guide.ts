import { contextShell } from '@/lib/ingest/events/handed-context'
import type { Guide } from '@/lib/ingest/events/tool'

const hook = (at: string): string => `curl --fail-with-body -X POST "$GITLAB_URL/api/v4/${at}/hooks" \\
  -H "PRIVATE-TOKEN: $GITLAB_TOKEN" \\
  --data-urlencode "url={{hook}}" \\
  --data-urlencode "token={{secret}}" \\
  -d pipeline_events=true -d job_events=true -d push_events=true -d tag_push_events=true \\
  -d merge_requests_events=true -d deployment_events=true -d releases_events=true \\
  -d enable_ssl_verification=true`

const CONTEXT = contextShell('gitlab/$CI_SERVER_HOST/$CI_PIPELINE_ID', '$CI_PROJECT_PATH', '$CI_PROJECT_PATH')

const HAND_ON = `default:
  before_script:
    - |
      ${CONTEXT.replaceAll('\n', '\n      ')}`

const BY_ADDRESS = `start-next:
  script:
    - curl --fail-with-body -X POST "$NEXT_URL" -H "traceparent: $TRACEPARENT" -d started_by="$CI_PIPELINE_URL"`

const TAKE_OVER = `curl --fail-with-body -X POST "$GITLAB_URL/api/v4/projects/PROJECT_ID/trigger/pipeline" \\
  -F token="$GITLAB_TRIGGER_TOKEN" -F ref=main \\
  -F "variables[TRACEPARENT]=$TRACEPARENT" \\
  -F "variables[OPENLINEAGE_CONTEXT]=$OPENLINEAGE_CONTEXT"`

/** How a project or a group is connected. */
export const gitlabGuide: Guide = {
  ways: [
    {
      id: 'webhook',
      title: 'Webhook (live)',
      about:
        'Every pipeline and job as its status changes, with child pipelines, retries and the reason of a failure; pushes, merge requests, deployments and releases are kept for the history of changes. Job logs are not in webhooks.',
      steps: [
        {
          text: 'With a token of a maintainer (scope api), create the webhook of a project. PROJECT_ID is its number, or its path with %2F for each slash.',
          code: { label: 'One project', language: 'shell', code: hook('projects/PROJECT_ID') },
        },
        {
          text: 'Or once for all projects of a group (Premium and Ultimate), as its owner.',
          code: { label: 'A group', language: 'shell', code: hook('groups/GROUP_ID') },
        },
        {
          text: 'Or in the browser: Settings, Webhooks, Add new webhook. Leave SSL verification on and tick Push, Tag push, Merge request, Job, Pipeline, Deployment and Releases events. The second line is the secret token.',
          code: { label: 'URL and secret token', language: 'text', code: '{{hook}}\n{{secret}}' },
        },
        {
          text: 'Where your GitLab offers a signing token for webhooks, use that instead: it also proves that nothing was changed on the way. Set the source to Standard Webhooks and give it the token, which begins with whsec_.',
        },
        { text: 'GitLab’s button Test, Pipeline events, sends one at once.' },
      ],
    },
    {
      id: 'links',
      title: 'Links to what it starts and what started it',
      about:
        'Child and multi-project pipelines are linked without anything. To other tools a pipeline hands its trace and its OpenLineage run.',
      steps: [
        {
          text: 'Put this at the top of .gitlab-ci.yml: dbt, Airflow, Spark and every OpenTelemetry SDK read these variables by themselves. The image needs sha256sum and sed, which Alpine and Debian have.',
          code: { label: '.gitlab-ci.yml', language: 'yaml', code: HAND_ON },
        },
        {
          text: 'Or hand over the address of the pipeline as any input or parameter: it is found wherever the other tool shows it.',
          code: { label: '.gitlab-ci.yml', language: 'yaml', code: BY_ADDRESS },
        },
        {
          text: 'What starts a pipeline from outside gives its own context as variables, which GitLab shows in the webhook.',
          code: { label: 'Shell', language: 'shell', code: TAKE_OVER },
        },
      ],
    },
  ],
}
