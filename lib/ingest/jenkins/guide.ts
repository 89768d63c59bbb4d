import type { Guide } from '@/lib/ingest/events/tool'

const INSTALL = 'jenkins-plugin-cli --plugins opentelemetry configuration-as-code plain-credentials'

const JCASC = `credentials:
  system:
    domainCredentials:
      - credentials:
          - string:
              scope: GLOBAL
              id: runledger-token
              description: Runledger
              secret: "\${RUNLEDGER_TOKEN}"
unclassified:
  openTelemetry:
    endpoint: "{{endpoint}}"
    authentication:
      bearerTokenAuthentication:
        tokenId: runledger-token
    configurationProperties: |
      otel.exporter.otlp.protocol=http/protobuf
      otel.metrics.exporter=none
      otel.instrumentation.jenkins.remote.span.enabled=true
    exportOtelConfigurationAsEnvironmentVariables: true
    ignoredSteps: "dir,echo,isUnix,pwd,properties"
    serviceName: jenkins`

const ENVIRONMENT = 'RUNLEDGER_TOKEN={{token}}'

const PROPERTIES = `otel.exporter.otlp.protocol=http/protobuf
otel.metrics.exporter=none
otel.instrumentation.jenkins.remote.span.enabled=true`

const HAND_ON = `stage('Load') {
  steps {
    sh 'curl --fail-with-body -X POST "$NEXT_URL" -H "traceparent: $TRACEPARENT" -d started_by="$BUILD_URL"'
  }
}`

const TAKE_OVER = `curl --fail-with-body -X POST "$JENKINS_URL/job/load/build" \\
  -u "$JENKINS_USER:$JENKINS_API_TOKEN" -H "traceparent: $TRACEPARENT"`

/** How a controller is connected. */
export const jenkinsGuide: Guide = {
  ways: [
    {
      id: 'configuration-as-code',
      title: 'OpenTelemetry plugin, by configuration as code',
      about:
        'Every build, stage and step of the controller, without a change to any pipeline. A build appears when its first spans are sent, which is while it runs, and is complete when it ends.',
      steps: [
        {
          text: 'Install the plugin OpenTelemetry, and those that this configuration is read with.',
          code: { label: 'Shell', language: 'shell', code: INSTALL },
        },
        {
          text: 'Give the controller the token in its environment.',
          code: { label: 'Environment', language: 'shell', code: ENVIRONMENT },
        },
        {
          text: 'Add this to its configuration as code and load it anew. OTLP over HTTP is chosen because it passes every proxy.',
          code: { label: 'jenkins.yaml', language: 'yaml', code: JCASC },
        },
        { text: 'Run any job: its build is here within a minute.' },
      ],
    },
    {
      id: 'browser',
      title: 'OpenTelemetry plugin, in the browser',
      about: 'The same without configuration as code.',
      steps: [
        { text: 'Manage Jenkins, Plugins: install OpenTelemetry.' },
        {
          text: 'Manage Jenkins, Credentials: add one of the kind Secret text with the token.',
          code: { label: 'Secret', language: 'text', code: '{{token}}' },
        },
        {
          text: 'Manage Jenkins, System, OpenTelemetry: give the OTLP endpoint, and as authentication Bearer Token Authentication with that credential.',
          code: { label: 'OTLP endpoint', language: 'text', code: '{{endpoint}}' },
        },
        {
          text: 'Under Advanced, add the configuration properties.',
          code: { label: 'Configuration properties', language: 'properties', code: PROPERTIES },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what it starts and what started it',
      about:
        'The plugin puts TRACEPARENT, TRACE_ID and SPAN_ID into every shell step, so what reads them is linked without anything.',
      steps: [
        {
          text: 'Hand the trace on to what reads no environment, and the address of the build as any parameter.',
          code: { label: 'Jenkinsfile', language: 'groovy', code: HAND_ON },
        },
        {
          text: 'What starts a build by the API sends its own traceparent; the property remote.span.enabled above makes the build part of that trace.',
          code: { label: 'Shell', language: 'shell', code: TAKE_OVER },
        },
      ],
    },
  ],
}
