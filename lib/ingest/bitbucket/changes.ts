import { commitActor, isBotName } from '@/lib/ingest/changes/commit-actor'
import { MOST_COMMITS, shaOf, toldText } from '@/lib/ingest/changes/told-commit'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type {
  ChangeTelling,
  CommitTelling,
  MergeTelling,
  RepositoryName,
  ReviewTelling,
  ToldActor,
} from '@/lib/model/change'
import type { UnixNano } from '@/lib/model/fact'
import { repositoryName } from '@/lib/model/repository-name'

/** What a webhook says of commits, merges and reviews. Bitbucket does not list a commit's files. */
export function bitbucketChanges(type: string, of: JsonReader, receivedAt: UnixNano): ChangeTelling[] {
  const name = of.at('repository', 'full_name').text()
  const repository = name === undefined ? null : repositoryName(`bitbucket.org/${name}`)
  if (repository === null) return []
  if (type === 'repo:push') return pushed(of, repository, receivedAt)
  if (type === 'pullrequest:fulfilled') return merged(of, repository, receivedAt)
  return reviewed(type, of, repository, receivedAt)
}

function pushed(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): CommitTelling[] {
  const pusher = userOf(of.at('actor'))
  const changes = of.at('push', 'changes').items()
  return changes.flatMap((change) => {
    const branch = change.at('new', 'name').text()
    if (change.at('new', 'type').text() !== 'branch' || branch === undefined) return []
    const isForced = change.at('forced').boolean() === true
    // The five newest, the newest first; older webhooks have the head of the branch alone.
    const listed = change.at('commits').items()
    const commits = listed.length === 0 ? [change.at('new', 'target')] : listed.reverse()
    return commits.slice(0, MOST_COMMITS).flatMap((commit) => {
      const [sha, author] = [shaOf(commit.at('hash')), authorOf(commit.at('author'))]
      if (sha === null || author === null) return []
      const url = commit.at('links', 'html', 'href').text()
      return [
        {
          about: 'commit' as const,
          repository,
          branch,
          sha,
          at: receivedAt,
          author,
          committer: null,
          pusher,
          message: toldText(commit.at('message').text() ?? ''),
          ...(url === undefined ? {} : { url }),
          files: [],
          ...(isForced ? { isForced: true as const } : {}),
        },
      ]
    })
  })
}

function merged(of: JsonReader, repository: RepositoryName, receivedAt: UnixNano): MergeTelling[] {
  const pull = of.at('pullrequest')
  const [sha, number] = [shaOf(pull.at('merge_commit', 'hash')), pull.at('id').text()]
  const [branch, author] = [pull.at('destination', 'branch', 'name').text(), userOf(pull.at('author'))]
  if (sha === null || number === undefined || branch === undefined || author === null) return []
  const [text, url] = [pull.at('description').text(), pull.at('links', 'html', 'href').text()]
  const headSha = shaOf(pull.at('source', 'commit', 'hash'))
  return [
    {
      about: 'merge',
      repository,
      branch,
      number,
      title: toldText(pull.at('title').text() ?? `#${number}`),
      ...(text === undefined ? {} : { text: toldText(text) }),
      ...(url === undefined ? {} : { url }),
      at: pull.at('updated_on').time() ?? receivedAt,
      sha,
      ...(headSha === null ? {} : { headSha }),
      author,
      merger: userOf(pull.at('closed_by')) ?? userOf(of.at('actor')),
      reviewers: reviewersOf(pull),
    },
  ]
}

/** Reviewers were asked; what they and others said is with the participants. */
function reviewersOf(pull: JsonReader): MergeTelling['reviewers'] {
  const found = new Map<string, MergeTelling['reviewers'][number]>()
  for (const each of pull.at('reviewers').items()) {
    const actor = userOf(each)
    if (actor !== null) found.set(actor.id, { actor, verdict: 'asked' })
  }
  for (const each of pull.at('participants').items()) {
    const actor = userOf(each.at('user'))
    const hasApproved = each.at('approved').boolean() === true || each.at('state').text() === 'approved'
    const verdict = hasApproved
      ? ('approved' as const)
      : each.at('state').text() === 'changes_requested'
        ? ('changes' as const)
        : null
    if (actor !== null && verdict !== null) found.set(actor.id, { actor, verdict })
  }
  return [...found.values()]
}

const VERDICTS: Readonly<Record<string, ReviewTelling['verdict']>> = {
  'pullrequest:approved': 'approved',
  'pullrequest:unapproved': 'commented',
  'pullrequest:changes_request_created': 'changes',
  'pullrequest:changes_request_removed': 'commented',
}

function reviewed(
  type: string,
  of: JsonReader,
  repository: RepositoryName,
  receivedAt: UnixNano,
): ReviewTelling[] {
  const verdict = Object.hasOwn(VERDICTS, type) ? VERDICTS[type] : undefined
  const [number, actor] = [of.at('pullrequest', 'id').text(), userOf(of.at('actor'))]
  if (verdict === undefined || number === undefined || actor === null) return []
  const at = of.at('approval', 'date').time() ?? of.at('changes_request', 'date').time() ?? receivedAt
  return [{ about: 'review', repository, number, at, actor, verdict }]
}

/** Names of users are not unique and change; what stays is the id of the account. */
function userOf(user: JsonReader): ToldActor | null {
  const id = user.at('account_id').text() ?? user.at('uuid').text()
  const [nickname, name] = [
    user.at('nickname').text() ?? user.at('username').text(),
    user.at('display_name').text(),
  ]
  const shown = name ?? nickname
  if (id === undefined) return null
  return {
    kind: 'bitbucket',
    id,
    ...(shown === undefined ? {} : { name: shown }),
    ...(isBotName(nickname ?? '') || user.at('type').text() === 'app_user' ? { isBot: true } : {}),
  }
}

/** An author of a commit: a user where Bitbucket knows the address, else `Ada <ada@example.com>`. */
function authorOf(author: JsonReader): ToldActor | null {
  const [, name, email] = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(author.at('raw').text() ?? '') ?? []
  const user = userOf(author.at('user')) ?? userOf(author)
  if (user === null) return commitActor({ name: name ?? author.at('raw').text(), email })
  return { ...user, ...(email === undefined || email === '' ? {} : { email }) }
}
