import { commitActor, isBotName } from '@/lib/ingest/changes/commit-actor'
import { branchOf, filesOf, MOST_COMMITS, shaOf, toldText } from '@/lib/ingest/changes/told-commit'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type {
  ChangeTelling,
  CommitTelling,
  DeployTelling,
  MergeTelling,
  RepositoryName,
  ReviewTelling,
  ToldActor,
} from '@/lib/model/change'
import type { ToldIdentity } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { repositoryName } from '@/lib/model/repository-name'
import { type GitlabEvent, projectOf } from './gitlab-event'

/** What a webhook says of commits, merges, approvals and deployments. */
export function gitlabChanges(kind: string, { of, receivedAt }: GitlabEvent): ChangeTelling[] {
  const repository = repositoryOf(of)
  if (repository === null) return []
  if (kind === 'push') return pushed(of, repository, receivedAt)
  if (kind === 'merge_request') return mergedOrReviewed(of, repository, receivedAt)
  return kind === 'deployment' ? deployed(of, repository, receivedAt) : []
}

/** A project is its page's host and path. */
function repositoryOf(of: JsonReader): RepositoryName | null {
  const page = projectOf(of)?.page ?? of.at('project', 'git_http_url').text()
  return page === undefined ? null : repositoryName(page)
}

function pushed(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): CommitTelling[] {
  const branch = branchOf(of.at('ref').text())
  // A branch that was deleted has nothing after.
  if (branch === null || shaOf(of.at('after')) === null) return []
  const pusher = pusherOf(of)
  return of
    .at('commits')
    .items()
    .slice(0, MOST_COMMITS)
    .flatMap((commit) => {
      const [sha, author] = [shaOf(commit.at('id')), authorOf(commit)]
      if (sha === null || author === null) return []
      const url = commit.at('url').text()
      return [
        {
          about: 'commit' as const,
          repository,
          branch,
          sha,
          // Webhooks do not say when the push was, and are sent at once.
          at: receivedAt,
          author,
          committer: null,
          pusher,
          message: toldText(commit.at('message').text() ?? ''),
          ...(url === undefined ? {} : { url }),
          files: filesOf(commit),
        },
      ]
    })
}

function mergedOrReviewed(
  of: JsonReader,
  repository: RepositoryName,
  receivedAt: UnixNano,
): (MergeTelling | ReviewTelling)[] {
  const request = of.at('object_attributes')
  const [number, action] = [request.at('iid').text(), request.at('action').text() ?? '']
  if (number === undefined) return []
  if (action === 'merge') return merged(of, request, { repository, number, receivedAt })
  // `approval` is one of several that are needed, `approved` the last of them.
  const verdict = /^approv(ed|al)$/.test(action)
    ? 'approved'
    : /^unapprov(ed|al)$/.test(action)
      ? 'commented'
      : null
  const actor = userOf(of.at('user'))
  if (verdict === null || actor === null) return []
  const at = request.at('updated_at').time() ?? receivedAt
  return [{ about: 'review', repository, number, at, actor, verdict, ...urlOf(request) }]
}

function merged(
  of: JsonReader,
  request: JsonReader,
  { repository, number, receivedAt }: { repository: RepositoryName; number: string; receivedAt: UnixNano },
): MergeTelling[] {
  const headSha = shaOf(request.at('last_commit', 'id'))
  // Without a merge commit the branch was moved on: to a commit that all were squashed into, or to the last of them.
  const sha = shaOf(request.at('merge_commit_sha')) ?? shaOf(request.at('squash_commit_sha')) ?? headSha
  const [branch, merger] = [request.at('target_branch').text(), userOf(of.at('user'))]
  const author = requesterOf(of, request)
  if (sha === null || branch === undefined || author === null) return []
  const text = request.at('description').text()
  return [
    {
      about: 'merge',
      repository,
      branch,
      number,
      title: toldText(request.at('title').text() ?? `!${number}`),
      ...(text === undefined ? {} : { text: toldText(text) }),
      ...urlOf(request),
      at: request.at('merged_at').time() ?? request.at('updated_at').time() ?? receivedAt,
      sha,
      ...(headSha === null ? {} : { headSha }),
      author,
      merger,
      reviewers: of
        .at('reviewers')
        .items()
        .flatMap((each) => {
          const actor = userOf(each)
          return actor === null ? [] : [{ actor, verdict: verdictOf(each.at('state').text()) }]
        }),
    },
  ]
}

const verdictOf = (state: string | undefined): MergeTelling['reviewers'][number]['verdict'] =>
  state === 'approved'
    ? 'approved'
    : state === 'requested_changes'
      ? 'changes'
      : state === 'reviewed'
        ? 'commented'
        : 'asked'

/** Who made the request, of whom webhooks have the number alone: named elsewhere in them, else by the last commit. */
function requesterOf(of: JsonReader, request: JsonReader): ToldActor | null {
  const id = request.at('author_id').text()
  const people = [of.at('user'), ...of.at('assignees').items(), ...of.at('reviewers').items()]
  const found = people.find((each) => id !== undefined && each.at('id').text() === id)
  return (
    (found === undefined ? null : userOf(found)) ??
    authorOf(request.at('last_commit')) ??
    userOf(of.at('user'))
  )
}

function deployed(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): DeployTelling[] {
  if (of.at('status').text() !== 'success') return []
  const [, linked] = /\/commits?\/([0-9a-f]{40,64})$/i.exec(of.at('commit_url').text() ?? '') ?? []
  const sha = linked?.toLowerCase() ?? shaOf(of.at('short_sha'))
  if (sha === null) return []
  const url = of.at('deployable_url').text()
  return [
    {
      about: 'deploy',
      repository,
      sha,
      environment: of.at('environment').text() ?? null,
      at: of.at('status_changed_at').time() ?? receivedAt,
      actor: userOf(of.at('user')),
      // It names its job and not the pipeline: that of the job tells of it as well.
      execution: null,
      ...(url === undefined ? {} : { url }),
    },
  ]
}

/** Jobs of a pipeline that brought its commit to an environment, one for each environment. */
export function pipelineDeployed(
  of: JsonReader,
  by: {
    execution: ToldIdentity
    builds: readonly JsonReader[]
    url: string | undefined
    receivedAt: UnixNano
  },
): DeployTelling[] {
  const [repository, sha] = [repositoryOf(of), shaOf(of.at('object_attributes', 'sha'))]
  if (repository === null || sha === null) return []
  const found = new Map<string, DeployTelling>()
  for (const build of by.builds) {
    const environment = build.at('environment', 'name').text()
    const isDone =
      build.at('environment', 'action').text() === 'start' && build.at('status').text() === 'success'
    if (environment === undefined || !isDone) continue
    found.set(environment, {
      about: 'deploy',
      repository,
      sha,
      environment,
      at: build.at('finished_at').time() ?? by.receivedAt,
      actor: userOf(build.at('user')) ?? userOf(of.at('user')),
      execution: by.execution,
      ...(by.url === undefined ? {} : { url: by.url }),
    })
  }
  return [...found.values()]
}

function userOf(user: JsonReader): ToldActor | null {
  const login = user.at('username').text()
  return login === undefined ? null : accountOf(login, user.at('name').text(), user.at('email').text())
}

const pusherOf = (of: JsonReader): ToldActor | null => {
  const [login, name, email] = ['user_username', 'user_name', 'user_email'].map((each) => of.at(each).text())
  return login === undefined ? commitActor({ name, email }) : accountOf(login, name, email)
}

const accountOf = (login: string, name: string | undefined, email: string | undefined): ToldActor => ({
  kind: 'gitlab',
  id: login,
  ...(name === undefined ? {} : { name }),
  // As GitLab writes an address that it does not show.
  ...(email === undefined || !email.includes('@') ? {} : { email }),
  ...(isBotName(login) ? { isBot: true } : {}),
})

const authorOf = (commit: JsonReader): ToldActor | null =>
  commitActor({ name: commit.at('author', 'name').text(), email: commit.at('author', 'email').text() })

const urlOf = (request: JsonReader): { url?: string } => {
  const url = request.at('url').text()
  return url === undefined ? {} : { url }
}
