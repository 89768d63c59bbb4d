import { runGit } from './run-git'

/** A commit as Git has it. Times are seconds since 1970. */
export type GitCommit = {
  sha: string
  parents: string[]
  author: { name: string; email: string }
  committer: { name: string; email: string }
  committedAt: number
  message: string
}

/** What a commit did to a file; a blob is null where there was none, or none that is a file. */
export type GitFileChange = {
  path: string
  was: 'added' | 'modified' | 'removed'
  before: string | null
  after: string | null
}

/** A file of a commit. */
export type GitFile = { path: string; blob: string }

const READ_MS = 120_000
const FORMAT = '%H%n%P%n%an%n%ae%n%cn%n%ce%n%ct%n%B'
/** Above this a blob is no definition that anybody wrote. */
const MOST_BLOB = 1024 * 1024
const BLOBS_AT_ONCE = 200

/** What is asked of a history to read what commits did to definitions. */
export type History = Pick<GitHistory, 'commits' | 'mergedBy' | 'changes' | 'files' | 'texts'>

/** Reads the history that a mirror holds. Everything in it is hostile: names, messages and paths are as anybody wrote them. */
export class GitHistory {
  readonly #directory: string
  readonly #signal: AbortSignal

  constructor(directory: string, signal: AbortSignal) {
    this.#directory = directory
    this.#signal = signal
  }

  /** The commits that the branch stood at, the newest first: first parents alone. */
  async firstParents(head: string, most: number): Promise<string[]> {
    const text = await this.#text(['rev-list', '--first-parent', `--max-count=${most}`, head, '--'])
    return text.split('\n').filter((line) => line !== '')
  }

  /** Commits by id, in that order. */
  async commits(shas: readonly string[]): Promise<GitCommit[]> {
    if (shas.length === 0) return []
    const args = ['log', '--no-walk=unsorted', '--stdin', '-z', `--format=${FORMAT}`, '--no-show-signature']
    return commitsIn(await this.#text(args, `${shas.join('\n')}\n`))
  }

  /** The commits that a merge brought along, the newest first and without itself. */
  async mergedBy({ sha, parents }: GitCommit, most: number): Promise<GitCommit[]> {
    const [first] = parents
    if (first === undefined || parents.length < 2) return []
    const args = [
      'log',
      '-z',
      `--format=${FORMAT}`,
      '--no-show-signature',
      `--max-count=${most + 1}`,
      sha,
      `^${first}`,
    ]
    return commitsIn(await this.#text([...args, '--'])).filter((each) => each.sha !== sha)
  }

  /** What each commit changed since its first parent, by commit. A rename is a file that went and one that came. */
  async changes(
    commits: readonly Pick<GitCommit, 'sha' | 'parents'>[],
  ): Promise<Map<string, GitFileChange[]>> {
    const input = commits.map(({ sha, parents: [first] }) => (first === undefined ? sha : `${sha} ${first}`))
    const args = ['diff-tree', '--stdin', '-z', '-r', '--raw', '--no-abbrev', '--no-renames', '--root']
    return changesIn(await this.#text(args, `${input.join('\n')}\n`))
  }

  /** The files of a commit, but for links and other repositories. */
  async files(sha: string): Promise<GitFile[]> {
    const text = await this.#text(['ls-tree', '-r', '-z', '--full-tree', sha])
    return text.split('\0').flatMap((line) => {
      const [, blob, path] = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? []
      return blob === undefined || path === undefined ? [] : [{ path, blob }]
    })
  }

  /** The texts of blobs. Null for what is no text, or too long to be a definition. */
  async texts(blobs: Iterable<string>): Promise<Map<string, string | null>> {
    const texts = new Map<string, string | null>()
    const all = [...new Set(blobs)]
    for (let at = 0; at < all.length; at += BLOBS_AT_ONCE) {
      const some = all.slice(at, at + BLOBS_AT_ONCE)
      const small = await this.#small(some)
      for (const blob of some) texts.set(blob, null)
      if (small.length === 0) continue
      const bytes = await this.#git(['cat-file', '--batch'], `${small.join('\n')}\n`)
      for (const [blob, text] of blobsIn(bytes)) texts.set(blob, text)
    }
    return texts
  }

  async #small(blobs: readonly string[]): Promise<string[]> {
    const text = await this.#text(['cat-file', '--batch-check'], `${blobs.join('\n')}\n`)
    return text.split('\n').flatMap((line) => {
      const [, blob, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? []
      return blob !== undefined && Number(size) <= MOST_BLOB ? [blob] : []
    })
  }

  async #text(args: readonly string[], input?: string): Promise<string> {
    return (await this.#git(args, input)).toString('utf8')
  }

  #git(args: readonly string[], input?: string): Promise<Buffer> {
    return runGit({
      args: [`--git-dir=${this.#directory}`, ...args],
      ...(input === undefined ? {} : { input }),
      timeoutMs: READ_MS,
      signal: this.#signal,
    })
  }
}

/** Commits of `git log -z`; a message may hold anything but NUL. */
export function commitsIn(text: string): GitCommit[] {
  return text.split('\0').flatMap((part) => {
    const [sha, parents, name, email, committer, committerEmail, at, ...message] = part
      .replace(/^\n/, '')
      .split('\n')
    if (sha === undefined || parents === undefined || at === undefined) return []
    return [
      {
        sha,
        parents: parents.split(' ').filter((each) => each !== ''),
        author: { name: name ?? '', email: email ?? '' },
        committer: { name: committer ?? '', email: committerEmail ?? '' },
        committedAt: Number(at),
        message: message.join('\n').trim(),
      },
    ]
  })
}

/** What `git diff-tree -z` wrote: the id of a commit, then what it changed, a line with a colon and a path behind it. */
export function changesIn(text: string): Map<string, GitFileChange[]> {
  const all = new Map<string, GitFileChange[]>()
  let changes: GitFileChange[] = []
  const tokens = text.split('\0')
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (token === '') continue
    if (!token.startsWith(':')) {
      changes = []
      all.set(token.trim(), changes)
      continue
    }
    const [modeBefore = '', modeAfter = '', before = '', after = ''] = token.slice(1).split(' ')
    const path = tokens[++at]
    const [from, to] = [blobOf(modeBefore, before), blobOf(modeAfter, after)]
    if (path === undefined || (from === null && to === null)) continue
    const was = from === null ? 'added' : to === null ? 'removed' : 'modified'
    changes.push({ path, was, before: from, after: to })
  }
  return all
}

const blobOf = (mode: string, id: string): string | null =>
  /^100/.test(mode) && !/^0+$/.test(id) ? id : null

/** Blobs of `git cat-file --batch`: a line with id, kind and size, as many bytes, a line's end. */
function* blobsIn(bytes: Buffer): Generator<[string, string | null]> {
  let at = 0
  while (at < bytes.length) {
    const end = bytes.indexOf(0x0a, at)
    if (end < 0) return
    const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(bytes.toString('latin1', at, end)) ?? []
    if (id === undefined) return
    const until = end + 1 + Number(size)
    const content = bytes.subarray(end + 1, until)
    yield [id, content.includes(0) ? null : content.toString('utf8').replace(/^\uFEFF/, '')]
    at = until + 1
  }
}
