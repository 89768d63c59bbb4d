import type { GitCommit, GitFile, GitFileChange, History } from '@/lib/git/read-history'
import type { SampleCommit } from './commits'
import type { SampleFlow } from './company'
import { FINANCE_FLOWS, PLATFORM_FLOWS } from './flows/airflow'
import { KESTRA_FLOWS } from './flows/workers'
import { loginOf } from './hook'
import { storyOf } from './hooks'
import { ADRIFT, dormantFile, fileOf, type Story, writtenOf } from './kestra-definitions'
import { hexOf, oneOf, randomOf } from './random'

type Step = { commit: GitCommit; changes: GitFileChange[] }

/** The repository of the sample as it would be fetched: its commits, oldest first, and a reader of them. */
export function sampleRepository(
  seed: string,
  fromMs: number,
  nowMs: number,
): { shas: string[]; history: History } {
  const story = storyOf(seed, fromMs, nowMs)
  const texts = new Map<string, string>()
  const blobOf = (text: string): string => {
    const blob = hexOf(20, 'blob', text)
    texts.set(blob, text)
    return blob
  }
  const { first, later } = filesOf(story)
  const tree = new Map<string, string>()
  const put = (path: string, text: string): GitFileChange => {
    const before = tree.get(path) ?? null
    const after = blobOf(text)
    tree.set(path, after)
    return { path, was: before === null ? 'added' : 'modified', before, after }
  }
  const [begin] = story.changes
  const base = {
    sha: hexOf(20, seed, 'base', fromMs),
    author: 'mira',
    title: 'Put the pipelines under version control',
    atMs: (begin?.commit.atMs ?? fromMs) - 3_600_000,
  }
  const steps: Step[] = [
    { commit: asGit(base, null), changes: [...first].map(([path, text]) => put(path, text)) },
  ]
  for (const { commit, files } of story.changes) {
    const changes = files.map((path) =>
      put(path, later.get(`${commit.sha} ${path}`) ?? `-- ${commit.title}\n`),
    )
    steps.push({ commit: asGit(commit, steps.at(-1)?.commit.sha ?? null), changes })
  }
  return { shas: steps.map(({ commit }) => commit.sha), history: new SampleHistory(steps, texts) }
}

const asGit = (
  { sha, author, title, atMs }: Pick<SampleCommit, 'sha' | 'author' | 'title' | 'atMs'>,
  parent: string | null,
): GitCommit => {
  const person = { name: author, email: `${loginOf(author)}@users.noreply.github.com` }
  const committedAt = Math.trunc(atMs / 1_000)
  return {
    sha,
    parents: parent === null ? [] : [parent],
    author: person,
    committer: person,
    committedAt,
    message: title,
  }
}

/** Texts of files at the beginning, by path, and what each commit makes of them, by commit and path. */
function filesOf(story: Story): { first: Map<string, string>; later: Map<string, string> } {
  const { path, text } = dormantFile()
  const first = new Map([[path, text]])
  const later = new Map<string, string>()
  for (const flow of KESTRA_FLOWS.filter(({ name }) => name !== ADRIFT.orphan)) {
    const { first: begin, written } = writtenOf(flow, story)
    first.set(fileOf(flow), begin)
    for (const each of written) later.set(`${each.sha} ${fileOf(flow)}`, each.text)
  }
  for (const [folder, flows] of [
    ['dags', PLATFORM_FLOWS],
    ['dags/finance', FINANCE_FLOWS],
  ] as const)
    for (const flow of flows) addDag(story, `${folder}/${flow.name}.py`, flow, first, later)
  return { first, later }
}

type Said = { retries: number; minutes: number; column: string }

/** A DAG says something else with each commit to its file; the change that broke things is taken back whole. */
function addDag(
  { seed, bad, changes }: Story,
  path: string,
  flow: SampleFlow,
  first: Map<string, string>,
  later: Map<string, string>,
): void {
  const random = randomOf(seed, 'dag', path)
  let said: Said = { retries: 1, minutes: 30, column: 'amount' }
  first.set(path, dagText(flow, said))
  for (const { commit, files } of changes) {
    if (!files.includes(path)) continue
    if (commit.atMs === bad.mergedMs) said = { ...said, column: 'total_amount' }
    else if (commit.atMs === bad.revertedMs) said = { ...said, column: 'amount' }
    else if (oneOf(random, [true, false] as const)) said = { ...said, retries: (said.retries % 5) + 1 }
    else said = { ...said, minutes: (said.minutes % 90) + 5 }
    later.set(`${commit.sha} ${path}`, dagText(flow, said))
  }
}

const dagText = ({ name, steps }: SampleFlow, { retries, minutes, column }: Said): string =>
  `from datetime import timedelta

from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG("${name}", catchup=False, default_args={"retries": ${retries}}, params={"column": "${column}"}) as dag:
${steps.map((step) => `    ${step} = BashOperator(task_id="${step}", bash_command="run ${step}", execution_timeout=timedelta(minutes=${minutes}))\n`).join('')}    ${steps.join(' >> ')}
`

/** A history that was never in Git, read as one that was. */
class SampleHistory implements History {
  constructor(
    readonly steps: readonly Step[],
    readonly blobs: ReadonlyMap<string, string>,
  ) {}

  commits = async (shas: readonly string[]): Promise<GitCommit[]> =>
    this.#found(shas).map(({ commit }) => commit)

  mergedBy = async (): Promise<GitCommit[]> => []

  changes = async (commits: readonly Pick<GitCommit, 'sha'>[]): Promise<Map<string, GitFileChange[]>> =>
    new Map(this.#found(commits.map(({ sha }) => sha)).map(({ commit, changes }) => [commit.sha, changes]))

  texts = async (blobs: Iterable<string>): Promise<Map<string, string | null>> =>
    new Map([...blobs].map((blob) => [blob, this.blobs.get(blob) ?? null]))

  files = async (sha: string): Promise<GitFile[]> => {
    const files = new Map<string, string>()
    const until = this.steps.findIndex(({ commit }) => commit.sha === sha)
    for (const { path, after } of this.steps.slice(0, until + 1).flatMap(({ changes }) => changes))
      if (after !== null) files.set(path, after)
    return [...files].map(([path, blob]) => ({ path, blob }))
  }

  #found(shas: readonly string[]): Step[] {
    const bySha = new Map(this.steps.map((step) => [step.commit.sha, step]))
    return shas.flatMap((sha) => bySha.get(sha) ?? [])
  }
}
