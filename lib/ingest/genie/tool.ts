import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { decodeGenie } from './decode'
import { GENIE_WORDS } from './job'
import { geniePoll } from './poll'

const PROPERTIES = `genie.notifications.sns.enabled=true
genie.notifications.sns.topicARN=arn:aws:sns:us-east-1:123456789012:genie`

const SUBSCRIBE = `aws sns subscribe --topic-arn arn:aws:sns:us-east-1:123456789012:genie \\
  --protocol https --notification-endpoint '{{hook}}'`

export const genieTool: Tool = {
  id: 'genie',
  name: 'Netflix Genie',
  parser: 1,
  about:
    'Jobs with user, cluster, command, grouping, exit code and message: when they end by Amazon SNS, and as they go by asking the API.',
  states: [{ of: 'jobs', words: shouted(GENIE_WORDS) }],
  webhook: {
    verifiers: [{ kind: 'sns' }, { kind: 'bearer' }, { kind: 'url' }],
    headers: [],
    decode: decodeGenie,
  },
  poll: geniePoll,
  guide: {
    ways: [
      {
        id: 'sns',
        title: 'Amazon SNS',
        about:
          'Each job when it has ended. Changes of status are kept as well, but they name a job by its id alone: ask the API to see jobs as they run. Messages are held to Amazon’s signature and to the topic, and the subscription is confirmed for you.',
        steps: [
          {
            text: 'Have Genie publish to a topic.',
            code: { label: 'application.properties', language: 'properties', code: PROPERTIES },
          },
          {
            text: 'Choose Amazon SNS as the proof of this source, and give the ARN of the topic as its secret.',
          },
          {
            text: 'Subscribe the source to the topic, without raw delivery, which has no signature.',
            code: { label: 'Shell', language: 'shell', code: SUBSCRIBE },
          },
        ],
      },
      {
        id: 'poll',
        title: 'Ask the API',
        about:
          'Every minute: jobs that are open and those that ended since, by version 3 of the API, which Genie 3 and 4 have.',
        steps: [{ text: 'Set the base address to that of Genie, without /api.' }],
      },
    ],
  },
}
