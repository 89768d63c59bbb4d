import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { JENKINS_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { jenkinsGuide } from './guide'

/** Jenkins has no webhook of its own: all that it tells comes as OpenTelemetry, which `otlp/dialects/jenkins.ts` reads. */
export const jenkinsTool: Tool = {
  id: 'jenkins',
  name: 'Jenkins',
  parser: 1,
  about:
    'Builds with their stages and steps, causes, users and errors, by the OpenTelemetry plugin. Commits are not in it, and neither are builds that wait in the queue.',
  states: [{ of: 'builds and steps', words: shouted(JENKINS_WORDS) }],
  guide: jenkinsGuide,
}
