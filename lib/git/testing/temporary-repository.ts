import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const START = Date.UTC(2026, 4, 1, 10) / 1_000
const PEOPLE = {
  ada: { name: 'Ada', email: 'ada@example.com' },
  grace: { name: 'Grace', email: 'grace@example.com' },
  linus: { name: 'Linus', email: '12+linus@users.noreply.github.com' },
}
type Person = keyof typeof PEOPLE

/** A real repository in a temporary folder, made by the git executable. Each commit is a minute after the one before. */
export class TemporaryRepository {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-git-'))
  readonly work = path.join(this.folder, 'work')
  #minute = 0

  constructor() {
    fs.mkdirSync(this.work)
    this.git('init', '-q', '-b', 'main')
  }

  /** Where it is fetched from. */
  get url(): string {
    return `file://${this.work}`
  }

  git(...args: string[]): string {
    return this.#as('ada', args)
  }

  /** Writes files (null takes one away), commits them and returns the commit. */
  commit(message: string, files: Record<string, string | null>, by: Person = 'ada'): string {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.work, name)
      if (text === null) fs.rmSync(file)
      else {
        fs.mkdirSync(path.dirname(file), { recursive: true })
        fs.writeFileSync(file, text)
      }
    }
    this.git('add', '-A')
    this.#as(by, ['commit', '-q', '--allow-empty', '-m', message])
    return this.head()
  }

  /** The next commit is made at that time, in milliseconds since 1970. */
  skipTo(ms: number): void {
    this.#minute = (ms / 1_000 - START) / 60
  }

  /** Many commits by one call, oldest first; each by somebody, at a time, with what it does to files. */
  history(
    commits: readonly { atMs: number; by?: Person; message: string; files: Record<string, string | null> }[],
  ): void {
    const lines = commits.map(({ atMs, by = 'ada', message, files }, index) => {
      const { name, email } = PEOPLE[by]
      const who = `${name} <${email}> ${Math.trunc(atMs / 1_000)} +0000`
      const from = index === 0 && this.#isBegun() ? 'from refs/heads/main^0\n' : ''
      const changes = Object.entries(files).map(([file, text]) =>
        text === null ? `D ${file}\n` : `M 100644 inline ${file}\n${block(text)}`,
      )
      return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${block(message)}${from}${changes.join('')}\n`
    })
    execFileSync('git', ['fast-import', '--quiet'], { cwd: this.work, input: lines.join('') })
    this.git('reset', '-q', '--hard')
  }

  #isBegun(): boolean {
    return this.git('for-each-ref', 'refs/heads/main') !== ''
  }

  /** Commits of nothing, as many, by one call. */
  commits(count: number): void {
    const lines = Array.from({ length: count }, (_, index) => {
      const at = `Ada <ada@example.com> ${START + index} +0000`
      return `commit refs/heads/main\nauthor ${at}\ncommitter ${at}\ndata 1\nx\n`
    })
    execFileSync('git', ['fast-import', '--quiet'], { cwd: this.work, input: lines.join('') })
    this.git('reset', '-q', '--hard')
  }

  /** Merges a branch into the one that is checked out, with a commit of its own. */
  merge(branch: string, message: string, by: Person = 'grace'): string {
    this.#as(by, ['merge', '-q', '--no-ff', '-m', message, branch])
    return this.head()
  }

  head(): string {
    return this.git('rev-parse', 'HEAD').trim()
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true })
  }

  #as(person: Person, args: string[]): string {
    const { name, email } = PEOPLE[person]
    const date = `${Math.trunc(START + 60 * this.#minute++)} +0000`
    return execFileSync('git', args, {
      cwd: this.work,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        NODE_ENV: 'test',
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: this.folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: name,
        GIT_COMMITTER_EMAIL: email,
        GIT_COMMITTER_DATE: date,
      },
    })
  }
}

const block = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`
