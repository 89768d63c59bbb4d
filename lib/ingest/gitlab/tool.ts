import type { Tool } from '@/lib/ingest/events/tool'
import { GITLAB_TIMEOUTS, GITLAB_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { decodeGitlab } from './decode'
import { gitlabGuide } from './guide'

export const gitlabTool: Tool = {
  id: 'gitlab',
  name: 'GitLab CI',
  parser: 2,
  about:
    'Pipelines and jobs as their status changes, with child pipelines, retries, allowed failures and the reason of a failure, commit, branch, actor and environment. Job logs are not in webhooks.',
  states: [
    { of: 'pipelines and jobs', words: GITLAB_WORDS },
    {
      of: 'reasons of a failed job',
      words: Object.fromEntries([...GITLAB_TIMEOUTS].map((reason) => [reason, 'timed_out'] as const)),
    },
  ],
  webhook: {
    // The token is in every version; the signature only where the installation has signing tokens.
    verifiers: [{ kind: 'token', header: 'x-gitlab-token' }, { kind: 'standard' }],
    headers: ['idempotency-key', 'webhook-id'],
    decode: decodeGitlab,
  },
  guide: gitlabGuide,
}
