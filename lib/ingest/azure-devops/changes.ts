import { commitActor } from '@/lib/ingest/changes/commit-actor'
import { branchOf, MOST_COMMITS, shaOf, toldText } from '@/lib/ingest/changes/told-commit'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type {
  ChangeTelling,
  CommitTelling,
  MergeTelling,
  RepositoryName,
  ToldActor,
} from '@/lib/model/change'
import { repositoryName } from '@/lib/model/repository-name'
import type { AzureEvent } from './azure-event'

/** What a service hook says of commits and merges. Azure DevOps does not list a commit's files. */
export function azureChanges(type: string, { of, at }: AzureEvent): ChangeTelling[] {
  const resource = of.at('resource')
  const page = resource.at('repository', 'remoteUrl').text()
  const repository = page === undefined ? null : repositoryName(page)
  if (repository === null) return []
  if (type === 'git.push') return pushed(resource, repository, at)
  return type.startsWith('git.pullrequest.') ? merged(resource, repository, at) : []
}

function pushed(resource: JsonReader, repository: RepositoryName, hookAt: AzureEvent['at']): CommitTelling[] {
  const at = resource.at('date').time() ?? hookAt
  const pusher = identityOf(resource.at('pushedBy'))
  const updates = resource
    .at('refUpdates')
    .items()
    .flatMap((update) => {
      const [branch, head] = [branchOf(update.at('name').text()), shaOf(update.at('newObjectId'))]
      return branch === null || head === null ? [] : [{ branch, head }]
    })
  const commits = resource.at('commits').items().slice(0, MOST_COMMITS)
  return updates.flatMap(({ branch, head }) =>
    // A push of several branches does not say which commit came to which, but for what each now stands at.
    commits
      .filter((commit) => updates.length === 1 || shaOf(commit.at('commitId')) === head)
      .flatMap((commit) => {
        const [sha, author] = [shaOf(commit.at('commitId')), authorOf(commit.at('author'))]
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
            message: toldText(commit.at('comment').text() ?? ''),
            ...(url === undefined || url.includes('/_apis/') ? {} : { url }),
            files: [],
          },
        ]
      }),
  )
}

/** A pull request that was completed. The hook of the merge comes for each try at one, also before it is. */
function merged(resource: JsonReader, repository: RepositoryName, at: AzureEvent['at']): MergeTelling[] {
  if (resource.at('status').text() !== 'completed') return []
  const [sha, number] = [
    shaOf(resource.at('lastMergeCommit', 'commitId')),
    resource.at('pullRequestId').text(),
  ]
  const [branch, author] = [
    branchOf(resource.at('targetRefName').text()),
    identityOf(resource.at('createdBy')),
  ]
  if (sha === null || number === undefined || branch === null || author === null) return []
  const headSha = shaOf(resource.at('lastMergeSourceCommit', 'commitId'))
  const text = resource.at('description').text()
  const page = resource.at('_links', 'web', 'href').text() ?? pageOf(resource, number)
  return [
    {
      about: 'merge',
      repository,
      branch,
      number,
      title: toldText(resource.at('title').text() ?? `#${number}`),
      ...(text === undefined ? {} : { text: toldText(text) }),
      ...(page === undefined ? {} : { url: page }),
      at: resource.at('closedDate').time() ?? at,
      sha,
      ...(headSha === null ? {} : { headSha }),
      author,
      merger: identityOf(resource.at('closedBy')),
      reviewers: resource
        .at('reviewers')
        .items()
        .flatMap((each) => {
          const actor = identityOf(each)
          // A group is no reviewer: whoever voted for it is listed beside it.
          if (actor === null || each.at('isContainer').boolean() === true) return []
          return [{ actor, verdict: verdictOf(each.at('vote').number() ?? 0) }]
        }),
    },
  ]
}

/** 10 approved, 5 with suggestions, -5 waits for the author, -10 rejected, 0 has not voted. */
const verdictOf = (vote: number): MergeTelling['reviewers'][number]['verdict'] =>
  vote > 0 ? 'approved' : vote < 0 ? 'changes' : 'asked'

const pageOf = (resource: JsonReader, number: string): string | undefined => {
  const page = resource.at('repository', 'remoteUrl').text()
  return page === undefined ? undefined : `${page.replace(/\/+$/, '')}/pullrequest/${number}`
}

/** A person of Azure DevOps; Microsoft accounts have whose account it is before the name. */
function identityOf(person: JsonReader): ToldActor | null {
  const id =
    person
      .at('uniqueName')
      .text()
      ?.replace(/^Windows Live ID\\/i, '') ?? person.at('id').text()
  if (id === undefined) return null
  const name = person.at('displayName').text()
  return {
    kind: 'azure',
    id,
    ...(name === undefined ? {} : { name }),
    ...(/^[^@\s\\]+@[^@\s]+$/.test(id) ? { email: id } : {}),
    ...(/\bBuild Service\b/.test(name ?? '') ? { isBot: true } : {}),
  }
}

const authorOf = (author: JsonReader): ToldActor | null =>
  commitActor({ name: author.at('name').text(), email: author.at('email').text() })
