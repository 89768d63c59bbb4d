import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { UnixNano } from '@/lib/model/fact'
import { projectOf } from './gitlab-event'

/** What changed the code, where it runs, or who may do so (members, groups, tokens and keys, also of system hooks). */
export const KEPT =
  /^(push|tag_push|merge_request|deployment|release|access_token|repository_update|feature_flag|(user|project|group|key|deploy_key|member)_.+)$/

/** When it happened, by the event's own clock. */
export function timeOf(kind: string, of: JsonReader): UnixNano | undefined {
  const attributes = of.at('object_attributes')
  if (kind === 'build') return first(of, 'build_finished_at', 'build_started_at', 'build_created_at')
  return (
    first(attributes, 'finished_at', 'updated_at', 'created_at') ??
    first(of, 'status_changed_at', 'updated_at', 'created_at', 'released_at') ??
    first(of.at('commits', 0), 'timestamp')
  )
}

const first = (of: JsonReader, ...names: string[]): UnixNano | undefined =>
  names.map((name) => of.at(name).time()).find((time) => time !== undefined)

/** What it is about, for a person. */
export function subjectOf(kind: string, of: JsonReader): string | null {
  const project = projectOf(of)?.path ?? of.at('group_path').text() ?? of.at('group', 'group_path').text()
  const words = [project, ...wordsOf(kind, of)].filter((word) => word !== undefined)
  return words.join(' · ') || null
}

function wordsOf(kind: string, of: JsonReader): (string | undefined)[] {
  const attributes = of.at('object_attributes')
  switch (kind) {
    case 'pipeline':
      return [attributes.at('ref').text(), `#${attributes.at('iid').text() ?? attributes.at('id').text()}`]
    case 'build':
      return [of.at('ref').text(), of.at('build_name').text()]
    case 'push':
    case 'tag_push': {
      const commits = of.at('total_commits_count').count() ?? of.at('commits').items().length
      return [
        of
          .at('ref')
          .text()
          ?.replace(/^refs\/(heads|tags)\//, ''),
        `${commits} commits`,
      ]
    }
    case 'merge_request':
      return [`!${attributes.at('iid').text()}`, attributes.at('title').text()]
    case 'deployment':
      return [of.at('environment').text(), of.at('status').text()]
    case 'release':
      return [of.at('tag').text()]
    case 'access_token':
      return [of.at('event_name').text(), attributes.at('name').text()]
    default:
      return [of.at('event_name').text(), of.at('user_username').text() ?? of.at('username').text()]
  }
}
