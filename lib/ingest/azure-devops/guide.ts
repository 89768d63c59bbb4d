import { contextShell } from '@/lib/ingest/events/handed-context'
import type { Guide } from '@/lib/ingest/events/tool'

const EVENTS = ['run', 'stage', 'job'].map((what) => `ms.vss-pipelines.${what}-state-changed-event`)

const subscribe = (publisher: string, version: string, events: string[]): string => `for event in \\
${events.map((event) => `  ${event}`).join(' \\\n')}
do
  curl --fail-with-body -u ":$AZURE_DEVOPS_PAT" -H "content-type: application/json" \\
    "https://dev.azure.com/ORGANIZATION/_apis/hooks/subscriptions?api-version=7.1" \\
    -d '{"publisherId":"${publisher}","eventType":"'"$event"'","resourceVersion":"${version}",
         "consumerId":"webHooks","consumerActionId":"httpRequest",
         "publisherInputs":{"projectId":"PROJECT_ID"},
         "consumerInputs":{"url":"{{hook}}","basicAuthUsername":"runledger","basicAuthPassword":"{{secret}}",
           "resourceDetailsToSend":"all","messagesToSend":"text","detailedMessagesToSend":"none"}}'
done`

const HAND_ON = `steps:
  - bash: |
      ${contextShell('azure/$SYSTEM_COLLECTIONID/$BUILD_BUILDID', '$SYSTEM_TEAMPROJECT', '$BUILD_DEFINITIONNAME').replaceAll('\n', '\n      ')}
      echo "##vso[task.setvariable variable=TRACEPARENT]$TRACEPARENT"
      echo "##vso[task.setvariable variable=OPENLINEAGE_PARENT_ID]$OPENLINEAGE_PARENT_ID"
      echo "##vso[task.setvariable variable=OPENLINEAGE_CONTEXT]$OPENLINEAGE_CONTEXT"
    displayName: Let what is started know who started it`

const BY_ADDRESS = `- bash: |
    curl --fail-with-body -X POST "$NEXT_URL" -H "traceparent: $TRACEPARENT" \\
      -d started_by="$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_build/results?buildId=$BUILD_BUILDID"`

const TAKE_OVER = `parameters:
  - name: startedBy
    type: string
    default: ' '`

/** How a project is connected. */
export const azureDevopsGuide: Guide = {
  ways: [
    {
      id: 'service-hooks',
      title: 'Service hooks (live)',
      about:
        'Runs, stages and jobs as their state changes. Azure DevOps does not sign its hooks, so they prove themselves by a password. Logs and error texts are not in them.',
      steps: [
        {
          text: 'With a personal access token that may manage service hooks, subscribe to runs, stages and jobs of a project. Write the organization and the id of the project (az devops project show --project NAME --query id) in place of the words in capitals.',
          code: {
            label: 'Runs, stages and jobs',
            language: 'shell',
            code: subscribe('pipelines', '5.1-preview.1', EVENTS),
          },
        },
        {
          text: 'For commit, branch, reason and requester of each run, and for classic builds, subscribe to completed builds as well: they tell of the same executions. Code pushed and pull requests merged (git.push and git.pullrequest.merged, version 1.0) are kept for the history of changes.',
          code: {
            label: 'Completed builds',
            language: 'shell',
            code: subscribe('tfs', '2.0', ['build.complete']),
          },
        },
        {
          text: 'Or in the browser: Project settings, Service hooks, Create subscription, Web Hooks, once for each of Run state changed, Run stage state changed and Run job state changed. Fill in the address, any user name and the password; send all details of the resource.',
          code: { label: 'URL and password', language: 'text', code: '{{hook}}\n{{secret}}' },
        },
        { text: 'The button Test sends a made-up run, which appears at once.' },
      ],
    },
    {
      id: 'links',
      title: 'Links to what it starts and what started it',
      about: 'A run hands its trace and its OpenLineage run to the tools that it calls.',
      steps: [
        {
          text: 'Put this before the steps that start something: dbt, Airflow, Spark and every OpenTelemetry SDK read these variables by themselves.',
          code: { label: 'azure-pipelines.yml', language: 'yaml', code: HAND_ON },
        },
        {
          text: 'Or hand over the address of the run as any input or parameter: it is found wherever the other tool shows it.',
          code: { label: 'azure-pipelines.yml', language: 'yaml', code: BY_ADDRESS },
        },
        {
          text: 'What starts a run from outside gives its page or traceparent as a parameter, which the hook shows.',
          code: { label: 'azure-pipelines.yml', language: 'yaml', code: TAKE_OVER },
        },
      ],
    },
  ],
}
