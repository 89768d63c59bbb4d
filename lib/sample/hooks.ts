import { type BadChange, badChangeBefore, commitsOf, PEOPLE, type SampleCommit } from './commits'
import type { SampleSourceKey } from './company'
import { FINANCE_FLOWS, PLATFORM_FLOWS } from './flows/airflow'
import { emailOf, iso, loginOf, type SampleHook } from './hook'
import { definitionsOf, kestraFileOf, type Story, unexplainedAt } from './kestra-definitions'
import { hexOf, oneOf, randomOf } from './random'

const MINUTE_MS = 60_000
export const SAMPLE_REPOSITORY = 'github.com/acme/shop'
const NAME = 'acme/shop'
const PAGE = `https://${SAMPLE_REPOSITORY}`

/** Which files of the sample's repository define which flows. */
export const SAMPLE_RULES: readonly {
  source: SampleSourceKey
  pattern: string
  format: string
  namespace: string
}[] = [
  { source: 'airflow-finance', pattern: 'dags/finance/{flow}.py', format: 'airflow', namespace: 'airflow' },
  { source: 'airflow', pattern: 'dags/{flow}.py', format: 'airflow', namespace: 'airflow' },
  { source: 'kestra', pattern: 'flows/{space}/{flow}.yml', format: 'kestra', namespace: 'main/{space}' },
]

/** Keys of everybody whom the sample names in changes. */
export const SAMPLE_ACTORS: readonly string[] = PEOPLE.flatMap((person) => [
  `github:${loginOf(person)}`,
  `kestra:${loginOf(person)}`,
  `email:${emailOf(person)}`,
])

/** What people brought to the repository in the days up to a moment, with the files that each commit touched. */
export function storyOf(seed: string, fromMs: number, nowMs: number): Story {
  const bad = badChangeBefore(nowMs, seed)
  const commits = commitsOf(seed, fromMs, nowMs, bad)
  const shipping = commits.filter(({ area, atMs }) => area === 'shipping' && atMs >= fromMs)
  const first = shipping.find(({ atMs }) => atMs > unexplainedAt(bad))
  const last = shipping.at(-1)
  const changes = commits.map((commit) => {
    const isOf = { first: commit === first, last: commit === last }
    return { commit, files: commit.atMs < fromMs ? [] : filesOf(seed, commit, bad, isOf) }
  })
  return { seed, fromMs, nowMs, bad, changes }
}

/**
 * What webhooks told of changes in the days up to a moment, oldest first: pushes, reviewed and merged pull requests,
 * deployments, revisions of Kestra's flows and edits of them in its console. The same for the same seed and moment.
 */
export function sampleHooks(seed: string, fromMs: number, nowMs: number): SampleHook[] {
  const story = storyOf(seed, fromMs, nowMs)
  const told = story.changes.filter(({ commit }) => commit.atMs >= fromMs)
  return [
    ...told.flatMap(({ commit, files }) => githubHooks(seed, commit, files, story.bad)),
    ...definitionsOf(story),
  ]
    .filter(({ atMs }) => atMs < nowMs)
    .sort((a, b) => a.atMs - b.atMs || (JSON.stringify(a.body) < JSON.stringify(b.body) ? -1 : 1))
}

/** What a commit touched, by what it is about. */
function filesOf(
  seed: string,
  commit: SampleCommit,
  bad: BadChange,
  isOf: { first: boolean; last: boolean },
): string[] {
  const { sha, area, atMs } = commit
  if (atMs === bad.mergedMs || atMs === bad.revertedMs)
    return ['dags/orders_hourly.py', 'migrations/0042_total_amount.sql', 'models/core/orders.sql']
  const random = randomOf(seed, 'files', sha)
  const name = (flows: readonly { name: string }[]) => flows[Math.floor(random() * flows.length)]?.name ?? ''
  if (area === 'pipelines')
    return random() < 0.3 ? [`dags/finance/${name(FINANCE_FLOWS)}.py`] : [`dags/${name(PLATFORM_FLOWS)}.py`]
  if (area === 'shipping') return kestraFileOf(commit, isOf, bad, random)
  return [`src/${area}/${oneOf(random, ['cart', 'prices', 'orders', 'refunds'] as const)}.ts`]
}

/** A push, the pull request that it merged where it was not pushed by hand, and the deployment of what defines flows. */
function githubHooks(seed: string, commit: SampleCommit, files: string[], bad: BadChange): SampleHook[] {
  const { sha, atMs, author, number } = commit
  const random = randomOf(seed, 'request', sha)
  const isOfStory = atMs === bad.mergedMs || atMs === bad.revertedMs
  const isRequest = isOfStory || random() < 0.7
  const others = PEOPLE.filter((person) => person !== author)
  const [reviewer, merger] = [0, 1].map(() => others[Math.floor(random() * others.length)] ?? author)
  const pushed = hook('push', sha, atMs, pushOf(commit, files, isRequest ? (merger ?? author) : author))
  const request = { number: 400 + number, author, merger: merger ?? author, reviewer: reviewer ?? author }
  const isDeployed = files.some((file) => /^(dags|flows)\//.test(file))
  return [
    pushed,
    ...(isRequest ? requestHooks(commit, request) : []),
    ...(isDeployed ? [hook('deployment_status', sha, atMs + 3 * MINUTE_MS, deploymentOf(commit))] : []),
  ]
}

type Request = { number: number; author: string; merger: string; reviewer: string }

function requestHooks(commit: SampleCommit, { number, author, merger, reviewer }: Request): SampleHook[] {
  const { sha, atMs, title } = commit
  const user = (person: string) => ({ login: loginOf(person), type: 'User' })
  const reviewedMs = atMs - 25 * MINUTE_MS
  const review = {
    id: number * 10,
    state: 'approved',
    user: user(reviewer),
    submitted_at: iso(reviewedMs),
    html_url: `${PAGE}/pull/${number}#pullrequestreview-${number * 10}`,
  }
  const merged = {
    ...{ number, title, body: null, merged: true, merged_at: iso(atMs), merge_commit_sha: sha },
    html_url: `${PAGE}/pull/${number}`,
    user: user(author),
    merged_by: user(merger),
    base: { ref: 'main' },
    head: { ref: `${author}/${hexOf(3, sha)}`, sha: hexOf(20, sha, 'head') },
    requested_reviewers: [],
  }
  return [
    hook('pull_request_review', sha, reviewedMs, {
      ...{ action: 'submitted', repository: about(), pull_request: { number }, review },
    }),
    hook('pull_request', sha, atMs + 1_000, {
      ...{ action: 'closed', number, repository: about(), sender: user(merger), pull_request: merged },
    }),
  ]
}

const pushOf = ({ sha, atMs, author, title }: SampleCommit, files: string[], pusher: string) => ({
  ref: 'refs/heads/main',
  repository: { ...about(), pushed_at: Math.trunc(atMs / 1_000) },
  sender: { login: loginOf(pusher), type: 'User' },
  commits: [
    {
      ...{ id: sha, message: title, url: `${PAGE}/commit/${sha}`, timestamp: iso(atMs) },
      author: { name: author, email: emailOf(author), username: loginOf(author) },
      committer: { name: author, email: emailOf(author), username: loginOf(author) },
      ...{ added: [], modified: files, removed: [] },
    },
  ],
})

const deploymentOf = ({ sha, atMs, author }: SampleCommit) => ({
  action: 'created',
  repository: about(),
  deployment: {
    id: Number.parseInt(sha.slice(0, 8), 16),
    sha,
    environment: 'production',
    creator: { login: loginOf(author) },
  },
  deployment_status: {
    ...{ id: Number.parseInt(sha.slice(8, 16), 16), state: 'success', environment: 'production' },
    created_at: iso(atMs + 3 * MINUTE_MS),
  },
})

const about = () => ({ full_name: NAME, html_url: PAGE })

const hook = (event: string, sha: string, atMs: number, body: unknown): SampleHook => ({
  source: 'github-storefront',
  atMs,
  headers: { 'x-github-event': event, 'x-github-delivery': hexOf(16, event, sha) },
  body,
})
