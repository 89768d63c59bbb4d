import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isBranchName } from '@/lib/model/branch-name'
import { fetchBranch, tryRemote } from './fetch-branch'
import { meaningOfFailure } from './git-trouble'
import { GitHistory } from './read-history'
import { readRemote, resolvedHost } from './remote'
import { TemporaryRepository } from './testing/temporary-repository'

const signal = new AbortController().signal
const made: TemporaryRepository[] = []

afterEach(() => {
  for (const repository of made.splice(0)) repository.remove()
})

function newRepository() {
  const repository = new TemporaryRepository()
  made.push(repository)
  const directory = path.join(repository.folder, 'mirrors', 'x.git')
  const remote = readRemote(repository.url, ['file'])
  const fetching = (branch = 'main') => ({ directory, remote, branch, credential: null, signal })
  return { repository, directory, fetching }
}

describe('addresses', () => {
  test.for([
    ['https://github.com/octo/app.git', 'https', 'github.com'],
    ['git@github.com:octo/app.git', 'ssh', 'github.com'],
    ['ssh://git@git.example.com:2222/octo/app', 'ssh', 'git.example.com'],
  ])('%s is reached by %s', ([address, protocol, host]) => {
    expect(readRemote(address ?? '', ['https', 'ssh'])).toMatchObject({ protocol, host })
  })

  test.for([
    'file:///etc',
    'http://example.com/x',
    'ext::sh -c whoami',
    '--upload-pack=touch /tmp/x',
    'https://ada:secret@example.com/x',
    'https://token@example.com/x',
    'ssh://-oProxyCommand=x/y',
    'ssh://-oProxyCommand@host/y',
    '-oProxyCommand=x@host:path',
    '/srv/git',
    'https://exa mple.com/x',
    '',
  ])('%s is refused', (address) => {
    expect(() => readRemote(address, ['https', 'ssh'])).toThrow()
  })

  test.for([
    'https://169.254.169.254/x',
    'https://[fe80::1]/x',
    'ssh://git@0.0.0.0/x',
    'https://100.100.100.200/x',
  ])('%s is not asked', async (address) => {
    await expect(resolvedHost(readRemote(address, ['https', 'ssh']))).rejects.toThrow(/does not ask/)
  })

  test.for([
    ['main', true],
    ['release/1.x', true],
    ['feature-1', true],
    ['-x', false],
    ['a..b', false],
    ['a b', false],
    ['a:b', false],
    ['x.lock', false],
    ['', false],
    ['@', false],
  ] as const)('%s is a branch: %s', ([name, is]) => {
    expect(isBranchName(name)).toBe(is)
  })

  test('what git says is not shown, but what it means', () => {
    const words =
      "fatal: unable to access 'https://ada:hunter2@example.com/': The requested URL returned error: 403"
    expect(meaningOfFailure(words)).toBe('The credential is missing or not accepted')
    expect(meaningOfFailure('hunter2')).not.toContain('hunter2')
  })
})

describe('a mirror', () => {
  test('follows the branch, and says where it stands', async () => {
    const { repository, directory, fetching } = newRepository()
    const first = repository.commit('one', { a: '1' })
    expect(await fetchBranch(fetching())).toBe(first)
    const second = repository.commit('two', { a: '2' })
    expect(await fetchBranch(fetching())).toBe(second)
    repository.git('reset', '-q', '--hard', first)
    const other = repository.commit('another second', { a: '3' })
    expect(await fetchBranch(fetching())).toBe(other)
    expect(fs.readdirSync(path.join(directory)).includes('FETCH_HEAD')).toBe(false)
  })

  test('says when there is no such branch or repository', async () => {
    const { repository, fetching } = newRepository()
    repository.commit('one', { a: '1' })
    await expect(fetchBranch(fetching('other'))).rejects.toThrow('The branch does not exist')
    await expect(tryRemote(fetching('other'))).rejects.toThrow('The branch does not exist')
    await expect(tryRemote(fetching())).resolves.toBeUndefined()
    const gone = { ...fetching(), remote: readRemote(`${repository.url}-gone`, ['file']) }
    await expect(tryRemote(gone)).rejects.toThrow(/no repository at this address/)
  })

  test('is ended with whoever asked for it', async () => {
    const { repository, fetching } = newRepository()
    repository.commit('one', { a: '1' })
    await expect(
      fetchBranch({ ...fetching(), signal: AbortSignal.abort(new Error('stopping')) }),
    ).rejects.toThrow('stopping')
  })
})

test('a history with merges, renames, odd names, links and what is no text', async () => {
  const { repository, directory, fetching } = newRepository()
  const odd = 'flows/d d/ü\tx"y.yml'
  const root = repository.commit('one\n\nwith a body\n:100644 nothing', {
    'flows/a.yml': 'id: a',
    [odd]: 'id: b',
  })
  repository.git('checkout', '-q', '-b', 'feature')
  const merged = repository.commit(
    'rename it',
    { 'flows/a.yml': null, 'flows/renamed.yml': 'id: a' },
    'linus',
  )
  repository.git('checkout', '-q', 'main')
  const main = repository.commit('binary', { 'x.bin': 'a\0b', big: 'x'.repeat(1024 * 1024 + 1) })
  fs.symlinkSync('flows/a.yml', path.join(repository.work, 'link.yml'))
  const linked = repository.commit('link', {})
  const merge = repository.merge('feature', 'Merge feature')
  const head = await fetchBranch(fetching())
  const history = new GitHistory(directory, signal)

  const chain = await history.firstParents(head, 10)
  expect(chain).toEqual([merge, linked, main, root])
  const commits = await history.commits(chain)
  expect(commits.map(({ sha }) => sha)).toEqual(chain)
  expect(commits[0]).toMatchObject({
    author: { name: 'Grace' },
    parents: [linked, merged],
    message: 'Merge feature',
  })
  expect(commits[3]).toMatchObject({ parents: [], message: 'one\n\nwith a body\n:100644 nothing' })
  const [first] = commits
  expect(first === undefined ? [] : await history.mergedBy(first, 100)).toMatchObject([
    { sha: merged, author: { name: 'Linus' }, message: 'rename it' },
  ])

  const changes = await history.changes(commits)
  expect(changes.get(merge)?.map(({ path: file, was }) => [file, was])).toEqual([
    ['flows/a.yml', 'removed'],
    ['flows/renamed.yml', 'added'],
  ])
  expect(changes.get(linked)).toEqual([])
  expect(changes.get(root)?.map(({ path: file }) => file)).toEqual(['flows/a.yml', odd])

  const files = await history.files(head)
  expect(files.map(({ path: file }) => file).sort()).toEqual(
    ['big', odd, 'flows/renamed.yml', 'x.bin'].sort(),
  )
  const texts = await history.texts(files.map(({ blob }) => blob))
  const textOf = (name: string) => texts.get(files.find(({ path: file }) => file === name)?.blob ?? '')
  expect([textOf('flows/renamed.yml'), textOf('x.bin'), textOf('big')]).toEqual(['id: a', null, null])
})

describe('a server', () => {
  const asked: http.IncomingHttpHeaders[] = []
  let answer: (response: http.ServerResponse) => void = () => undefined
  const server = http.createServer((request, response) => {
    asked.push(request.headers)
    answer(response)
  })
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  const fetching = () => {
    const { directory } = newRepository()
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const remote = readRemote(`http://127.0.0.1:${port}/octo/app.git`, ['http'])
    return { directory, remote, branch: 'main', credential: { username: 'ada', secret: 'hunter2' }, signal }
  }

  test('is shown the credential, and what it refuses is told without it', async () => {
    answer = (response) => response.writeHead(401).end('hunter2')
    const refused = tryRemote(fetching())
    await expect(refused).rejects.toThrow('The credential is missing or not accepted')
    expect(asked.at(-1)?.authorization).toBe(`Basic ${Buffer.from('ada:hunter2').toString('base64')}`)
  })

  test('that leads elsewhere is not followed', async () => {
    answer = (response) => response.writeHead(302, { location: '/other.git/info/refs' }).end()
    asked.length = 0
    await expect(tryRemote(fetching())).rejects.toThrow('The address leads to another one')
    expect(asked).toHaveLength(1)
  })
})

test('ssh is handed the key for as long as the call takes', async () => {
  const { directory } = newRepository()
  const remote = readRemote('ssh://git@127.0.0.1:1/octo/app.git', ['ssh'])
  const credential = { username: '', secret: 'not a key' }
  const tried = tryRemote({ directory, remote, branch: 'main', credential, signal })
  await expect(tried).rejects.toThrow('The server cannot be reached')
  expect(fs.readdirSync(directory)).toEqual([])
})
