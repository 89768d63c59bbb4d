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
import type { GithubEvent } from './github-event'
import { runIdentity } from './github-event'
import { workflowFlow } from './workflow-flow'

/** What a webhook says of commits, merges, reviews and deployments. */
export function githubChanges({ kind, of, receivedAt }: GithubEvent): ChangeTelling[] {
  const repository = repositoryOf(of)
  if (repository === null) return []
  switch (kind) {
    case 'push':
      return pushed(of, repository, receivedAt)
    case 'pull_request':
      return merged(of, repository, receivedAt)
    case 'pull_request_review':
      return reviewed(of, repository, receivedAt)
    case 'deployment_status':
      return deployed(of, repository, receivedAt)
    default:
      return []
  }
}

/** The name of the repository; servers of one's own are told by the address of its page. */
export function repositoryOf(of: JsonReader): RepositoryName | null {
  const page = of.at('repository', 'html_url').text() ?? of.at('repository', 'clone_url').text()
  const name = of.at('repository', 'full_name').text()
  return (
    (page === undefined ? null : repositoryName(page)) ??
    (name === undefined ? null : repositoryName(`github.com/${name}`))
  )
}

function pushed(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): CommitTelling[] {
  const branch = branchOf(of.at('ref').text())
  if (branch === null || of.at('deleted').boolean() === true) return []
  const at = of.at('repository', 'pushed_at').time() ?? receivedAt
  const pusher = userOf(of.at('sender')) ?? pusherOf(of.at('pusher'))
  const isForced = of.at('forced').boolean() === true
  return of
    .at('commits')
    .items()
    .slice(0, MOST_COMMITS)
    .flatMap((commit) => {
      const [sha, author] = [shaOf(commit.at('id')), authorOf(commit.at('author'))]
      if (sha === null || author === null) return []
      const url = commit.at('url').text()
      return [
        {
          about: 'commit' as const,
          repository,
          branch,
          sha,
          at,
          author,
          committer: authorOf(commit.at('committer')),
          pusher,
          message: toldText(commit.at('message').text() ?? ''),
          ...(url === undefined ? {} : { url }),
          files: filesOf(commit),
          ...(isForced ? { isForced: true as const } : {}),
        },
      ]
    })
}

function merged(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): MergeTelling[] {
  const pull = of.at('pull_request')
  if (of.at('action').text() !== 'closed' || pull.at('merged').boolean() !== true) return []
  const [sha, author] = [shaOf(pull.at('merge_commit_sha')), userOf(pull.at('user'))]
  const [branch, number] = [pull.at('base', 'ref').text(), numberOf(of)]
  if (sha === null || author === null || branch === undefined || number === undefined) return []
  const [text, url, headSha] = [
    pull.at('body').text(),
    pull.at('html_url').text(),
    shaOf(pull.at('head', 'sha')),
  ]
  return [
    {
      about: 'merge',
      repository,
      branch,
      number,
      title: toldText(pull.at('title').text() ?? `#${number}`),
      ...(text === undefined ? {} : { text: toldText(text) }),
      ...(url === undefined ? {} : { url }),
      at: pull.at('merged_at').time() ?? receivedAt,
      sha,
      ...(headSha === null ? {} : { headSha }),
      author,
      merger: userOf(pull.at('merged_by')) ?? userOf(of.at('sender')),
      reviewers: pull
        .at('requested_reviewers')
        .items()
        .flatMap((each) => {
          const actor = userOf(each)
          return actor === null ? [] : [{ actor, verdict: 'asked' as const }]
        }),
    },
  ]
}

const VERDICTS: Readonly<Record<string, ReviewTelling['verdict']>> = {
  approved: 'approved',
  changes_requested: 'changes',
  commented: 'commented',
  // What was said stands no more.
  dismissed: 'commented',
}

function reviewed(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): ReviewTelling[] {
  const review = of.at('review')
  const [actor, number] = [userOf(review.at('user')), numberOf(of)]
  const verdict = Object.entries(VERDICTS).find(
    ([word]) => word === review.at('state').text()?.toLowerCase(),
  )?.[1]
  if (actor === null || number === undefined || verdict === undefined) return []
  const url = review.at('html_url').text()
  const at = review.at('updated_at').time() ?? review.at('submitted_at').time() ?? receivedAt
  return [{ about: 'review', repository, number, at, actor, verdict, ...(url === undefined ? {} : { url }) }]
}

/** A deployment is asked for first; it is one when a status says that it succeeded. */
function deployed(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): DeployTelling[] {
  const [status, deployment] = [of.at('deployment_status'), of.at('deployment')]
  const sha = shaOf(deployment.at('sha'))
  if (sha === null || status.at('state').text() !== 'success') return []
  const url =
    status.at('log_url').text() ?? status.at('environment_url').text() ?? status.at('target_url').text()
  return [
    {
      about: 'deploy',
      repository,
      sha,
      environment: status.at('environment').text() ?? deployment.at('environment').text() ?? null,
      at: status.at('created_at').time() ?? receivedAt,
      actor: userOf(deployment.at('creator')) ?? userOf(of.at('sender')),
      execution: runOf(of),
      ...(url === undefined ? {} : { url }),
    },
  ]
}

/** The run that deployed, where it was one of Actions. */
function runOf(of: JsonReader): ToldIdentity | null {
  const run = of.at('workflow_run')
  const path = run.at('path').text() ?? of.at('workflow', 'path').text()
  const name = of.at('workflow', 'name').text() ?? run.at('name').text()
  return runIdentity({
    repository: of.at('repository', 'full_name').text(),
    workflow: workflowFlow(name, path) ?? undefined,
    runId: run.at('id').text(),
    attempt: run.at('run_attempt').count(1),
  })
}

/** A workflow that says by its name or its file that it brings code to where it runs. */
const DEPLOYS = /(^|[^a-z])(deploy(s|ment|ments)?|rollout|release|publish|promote)([^a-z]|$)/i

/** A run that deployed what it ran on: one that succeeded, of a workflow that is called so, and not of a pull request. */
export function runDeployed(
  of: JsonReader,
  run: { execution: ToldIdentity; path: string | undefined; at: UnixNano; url: string | undefined },
): DeployTelling[] {
  const told = of.at('workflow_run')
  const [repository, sha] = [repositoryOf(of), shaOf(told.at('head_sha'))]
  const isOver = told.at('status').text() === 'completed' && told.at('conclusion').text() === 'success'
  const isOfBranch = !/^pull_request/.test(told.at('event').text() ?? '')
  if (repository === null || sha === null || !isOver || !isOfBranch) return []
  if (!DEPLOYS.test(run.execution.flow) && !DEPLOYS.test(run.path ?? '')) return []
  return [
    {
      about: 'deploy',
      repository,
      sha,
      environment: null,
      at: run.at,
      actor: userOf(told.at('triggering_actor')) ?? userOf(told.at('actor')),
      execution: run.execution,
      ...(run.url === undefined ? {} : { url: run.url }),
    },
  ]
}

/** A user of GitHub's. */
function userOf(user: JsonReader): ToldActor | null {
  const login = user.at('login').text()
  if (login === undefined) return null
  const isBot = user.at('type').text() === 'Bot' || isBotName(login)
  return { kind: 'github', id: login, ...(isBot ? { isBot } : {}) }
}

/** An author of a commit, who is a user where GitHub knows the address. */
function authorOf(author: JsonReader): ToldActor | null {
  const [name, email] = [author.at('name').text(), author.at('email').text()]
  const [actor, login] = [commitActor({ name, email }), author.at('username').text()]
  if (login === undefined) return actor
  return { ...actor, kind: 'github', id: login, ...(isBotName(login) ? { isBot: true } : {}) }
}

const pusherOf = (pusher: JsonReader): ToldActor | null => {
  const [name, email] = [pusher.at('name').text(), pusher.at('email').text()]
  return name === undefined
    ? null
    : { kind: 'github', id: name, name, ...(email === undefined ? {} : { email }) }
}

const numberOf = (of: JsonReader): string | undefined => {
  const number = of.at('number').count() ?? of.at('pull_request', 'number').count()
  return number === undefined ? undefined : String(number)
}
