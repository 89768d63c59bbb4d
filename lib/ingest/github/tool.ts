import type { Tool } from '@/lib/ingest/events/tool'
import { GITHUB_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { decodeGithub } from './decode'
import { githubGuide } from './guide'

export const githubTool: Tool = {
  id: 'github',
  name: 'GitHub Actions',
  parser: 2,
  about:
    'Runs of workflows with their attempts, jobs and steps as they happen, commit, branch, actor and trigger. Error texts and logs are not in webhooks; they come by OpenTelemetry.',
  states: [{ of: 'runs, jobs and steps', words: GITHUB_WORDS }],
  webhook: {
    verifiers: [{ kind: 'hmac', header: 'x-hub-signature-256', prefix: 'sha256=', hash: 'sha256' }],
    headers: ['x-github-event', 'x-github-delivery'],
    decode: decodeGithub,
  },
  guide: githubGuide,
}
