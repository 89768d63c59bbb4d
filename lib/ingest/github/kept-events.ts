import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { UnixNano } from '@/lib/model/fact'

/** What changed the code, where it runs or who may change it. */
const KEPT: ReadonlySet<string> = new Set([
  'push',
  'create',
  'delete',
  'pull_request',
  'pull_request_review',
  'merge_group',
  'release',
  'deployment',
  'deployment_status',
  'deployment_review',
  'deployment_protection_rule',
  'workflow_dispatch',
  'repository_dispatch',
  'check_run',
  'check_suite',
  'branch_protection_rule',
  'member',
  'repository',
])

export const isKeptKind = (kind: string): boolean => KEPT.has(kind)

/** When it happened, by the event's own clock. */
export function timeOf(kind: string, of: JsonReader): UnixNano | undefined {
  const part = of.at(kind)
  return (
    part.at('updated_at').time() ??
    part.at('completed_at').time() ??
    part.at('started_at').time() ??
    part.at('created_at').time() ??
    of.at('head_commit', 'timestamp').time() ??
    (kind === 'push' ? of.at('repository', 'pushed_at').time() : undefined)
  )
}

/** What it is about, for a person. */
export function subjectOf(kind: string, of: JsonReader): string | null {
  const repository = of.at('repository', 'full_name').text() ?? of.at('organization', 'login').text()
  const words = wordsOf(kind, of).filter((word) => word !== undefined)
  return [repository, ...words].filter((word) => word !== undefined).join(' · ') || null
}

function wordsOf(kind: string, of: JsonReader): (string | undefined)[] {
  const part = of.at(kind)
  switch (kind) {
    case 'workflow_run':
      return [of.at('workflow', 'name').text() ?? part.at('name').text(), numbered(part.at('run_number'))]
    case 'workflow_job':
      return [part.at('workflow_name').text(), part.at('name').text()]
    case 'push': {
      const commits = of.at('commits').items().length
      const branch = of
        .at('ref')
        .text()
        ?.replace(/^refs\/(heads|tags)\//, '')
      return [branch, of.at('head_commit', 'message').text()?.split('\n')[0] ?? `${commits} commits`]
    }
    case 'pull_request':
      return [numbered(of.at('number')), part.at('title').text()]
    case 'pull_request_review':
      return [numbered(of.at('pull_request', 'number')), of.at('review', 'state').text()]
    case 'deployment':
      return [part.at('environment').text(), part.at('ref').text()]
    case 'deployment_status':
      return [of.at('deployment', 'environment').text(), part.at('state').text()]
    case 'deployment_review':
    case 'deployment_protection_rule':
      return [of.at('environment').text()]
    case 'release':
      return [part.at('tag_name').text()]
    case 'create':
    case 'delete':
      return [of.at('ref_type').text(), of.at('ref').text()]
    case 'workflow_dispatch':
      return [of.at('workflow').text(), of.at('ref').text()]
    case 'check_suite':
      return [part.at('app', 'name').text(), part.at('head_branch').text()]
    default:
      return [part.at('name').text()]
  }
}

const numbered = (number: JsonReader): string | undefined =>
  number.count() === undefined ? undefined : `#${number.count()}`
