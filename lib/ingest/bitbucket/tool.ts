import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { BITBUCKET_WORDS, decodeBitbucket } from './decode'
import { bitbucketGuide } from './guide'

export const bitbucketTool: Tool = {
  id: 'bitbucket',
  name: 'Bitbucket Pipelines',
  parser: 2,
  about:
    'Pipelines as they start and end, with commit, branch and actor. Bitbucket’s webhooks say nothing of steps, triggers and errors.',
  states: [
    {
      of: 'pipelines',
      words: shouted(BITBUCKET_WORDS),
    },
  ],
  webhook: {
    verifiers: [{ kind: 'hmac', header: 'x-hub-signature', prefix: 'sha256=', hash: 'sha256' }],
    headers: ['x-event-key', 'x-request-uuid'],
    decode: decodeBitbucket,
  },
  guide: bitbucketGuide,
}
