import type { Guide, Tool } from '@/lib/ingest/events/tool'
import { AIRBYTE_ERRORS, AIRBYTE_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { decodeAirbyte } from './decode'
import { airbytePoll } from './poll'

const guide: Guide = {
  ways: [
    {
      id: 'webhook',
      title: 'Notifications (live)',
      about:
        'Each sync when it succeeds or fails, with records, bytes and the reason, and changes of schemas. Airbyte neither signs nor repeats what it sends: the secret is in the address.',
      steps: [
        {
          text: 'In Airbyte open Settings, Workspace, Notifications. For "Successful syncs", "Failed syncs", "Connection updates" and "Connection updates requiring action" switch Webhook on and enter this address.',
          code: { label: 'Webhook URL', language: 'text', code: '{{hook}}?token={{secret}}' },
        },
        {
          text: 'Use "Test" beside it: the message arrives here as one that tells of no job. Then run a sync.',
        },
      ],
    },
    {
      id: 'poll',
      title: 'Ask the API',
      about:
        'Every minute: jobs that changed, so also those that run, and for a self-managed Airbyte their attempts with what failed.',
      steps: [
        {
          text: 'In Airbyte open your user, Applications, and create one. Set its client id and secret here, and the base address: https://api.airbyte.com with the edition `cloud`, or the address of your own Airbyte.',
        },
        { text: 'With notifications set up too, keep both: what both tell is one execution.' },
      ],
    },
  ],
}

export const airbyteTool: Tool = {
  id: 'airbyte',
  name: 'Airbyte',
  parser: 1,
  about:
    'Jobs of connections with records, bytes, and why they failed: by notifications, or by asking the API, which also has what runs and its attempts.',
  states: [
    { of: 'jobs and attempts', words: AIRBYTE_WORDS },
    { of: 'reasons of failures', words: AIRBYTE_ERRORS },
  ],
  webhook: { verifiers: [{ kind: 'url' }], headers: [], decode: decodeAirbyte },
  poll: airbytePoll,
  guide,
}
