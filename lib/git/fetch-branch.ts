import fs from 'node:fs'
import path from 'node:path'
import { isBranchName } from '@/lib/model/branch-name'
import { GitTrouble } from './git-trouble'
import { type GitRemote, resolvedHost } from './remote'
import { runGit } from './run-git'

/** How whoever set the repository up proves themselves: a name and a token or password for https, a private key for ssh. */
export type GitCredential = { username: string; secret: string }

export type Fetching = {
  /** Of the bare mirror. */
  directory: string
  remote: GitRemote
  branch: string
  credential: GitCredential | null
  signal: AbortSignal
}

const FETCH_MS = 15 * 60_000
const QUICK_MS = 30_000
const MOST_BYTES = 4 * 1024 * 1024 * 1024
const WATCH_MS = 2_000
/** Where the tracked branch stands in the mirror, whatever it is called. */
export const TRACKED = 'refs/heads/tracked'

/** Fetches the branch into the mirror, which is made where there is none, and returns the commit that it stands at. */
export async function fetchBranch(of: Fetching): Promise<string> {
  const { directory, remote, branch, signal } = of
  if (!isBranchName(branch)) throw new GitTrouble('This is no name of a branch')
  await makeMirror(directory, signal)
  const access = await accessOf(of)
  const watch = watchSize(directory)
  try {
    const args = [
      ...access.options,
      `--git-dir=${directory}`,
      'fetch',
      '--quiet',
      '--force',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      '--',
      remote.url,
      `+refs/heads/${branch}:${TRACKED}`,
    ]
    await runGit({
      args,
      environment: access.environment,
      timeoutMs: FETCH_MS,
      signal: AbortSignal.any([signal, watch.signal]),
    })
  } finally {
    watch.stop()
    access.forget()
  }
  const head = await runGit({
    args: [`--git-dir=${directory}`, 'rev-parse', '--verify', `${TRACKED}^{commit}`],
    timeoutMs: QUICK_MS,
    signal,
  })
  return head.toString('utf8').trim()
}

/** Asks the server for the branch alone; throws a `GitTrouble` where it cannot be read. */
export async function tryRemote({ remote, branch, credential, directory, signal }: Fetching): Promise<void> {
  if (!isBranchName(branch)) throw new GitTrouble('This is no name of a branch')
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  const access = await accessOf({ remote, credential, directory })
  try {
    const answer = await runGit({
      args: [...access.options, 'ls-remote', '--heads', '--', remote.url, `refs/heads/${branch}`],
      environment: access.environment,
      timeoutMs: QUICK_MS,
      signal,
    })
    if (answer.length === 0) throw new GitTrouble('The branch does not exist')
  } finally {
    access.forget()
  }
}

async function makeMirror(directory: string, signal: AbortSignal): Promise<void> {
  if (fs.existsSync(path.join(directory, 'HEAD'))) return
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  await runGit({ args: ['init', '--bare', '--quiet', '--template=', directory], timeoutMs: QUICK_MS, signal })
}

type Access = { options: string[]; environment: Record<string, string>; forget: () => void }

/** How git reaches the server: by the one address that was looked up, followed nowhere, the credential out of its arguments. */
export async function accessOf(of: Pick<Fetching, 'remote' | 'credential' | 'directory'>): Promise<Access> {
  const { remote, credential } = of
  const address = await resolvedHost(remote)
  const environment: Record<string, string> = { GIT_ALLOW_PROTOCOL: remote.protocol }
  if (remote.protocol === 'ssh') return sshAccess(of, address ?? remote.host, environment)
  if (remote.protocol === 'file') return { options: [], environment, forget: () => undefined }
  const port = remote.port === '' ? (remote.protocol === 'https' ? '443' : '80') : remote.port
  const options = [
    ['http.followRedirects', 'false'],
    ['http.curloptResolve', `${remote.host}:${port}:${address?.includes(':') ? `[${address}]` : address}`],
    ['credential.helper', ''],
    // Slower than a kilobyte in a second for a minute is a server that has gone.
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '60'],
  ].flatMap(([name, value]) => ['-c', `${name}=${value}`])
  if (credential !== null) {
    const pair = Buffer.from(`${credential.username}:${credential.secret}`).toString('base64')
    environment.GIT_CONFIG_COUNT = '1'
    environment.GIT_CONFIG_KEY_0 = 'http.extraHeader'
    environment.GIT_CONFIG_VALUE_0 = `Authorization: Basic ${pair}`
  }
  return { options, environment, forget: () => undefined }
}

/** ssh wants its key as a file: it is there for as long as the call takes, for its owner alone. */
function sshAccess(
  { remote, credential, directory }: Pick<Fetching, 'remote' | 'credential' | 'directory'>,
  address: string,
  environment: Record<string, string>,
): Access {
  const around = path.dirname(directory)
  const keyFile = path.join(directory, 'runledger-key')
  if (credential !== null)
    fs.writeFileSync(keyFile, `${credential.secret.replace(/\r\n/g, '\n').trimEnd()}\n`, { mode: 0o600 })
  const settings = [
    'BatchMode=yes',
    'ConnectTimeout=15',
    // The first key that a server shows is kept, and any other refused from then on.
    'StrictHostKeyChecking=accept-new',
    `UserKnownHostsFile=${path.join(around, 'known_hosts')}`,
    `HostName=${address}`,
    `HostKeyAlias=${remote.host}`,
    'IdentitiesOnly=yes',
  ]
  const words = ['ssh', '-F', '/dev/null', ...settings.flatMap((setting) => ['-o', setting])]
  if (credential !== null) words.push('-i', keyFile)
  return {
    options: [],
    environment: { ...environment, GIT_SSH_VARIANT: 'ssh', GIT_SSH_COMMAND: words.map(quoted).join(' ') },
    forget: () => fs.rmSync(keyFile, { force: true }),
  }
}

/** git hands this one command to a shell. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** Ends the fetch of what grows beyond what a mirror may take. */
function watchSize(directory: string): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController()
  const packs = path.join(directory, 'objects', 'pack')
  const timer = setInterval(() => {
    if (sizeOf(packs) > MOST_BYTES)
      controller.abort(new GitTrouble(`The repository is larger than ${MOST_BYTES / 1024 ** 3} GB`))
  }, WATCH_MS)
  return { signal: controller.signal, stop: () => clearInterval(timer) }
}

function sizeOf(folder: string): number {
  if (!fs.existsSync(folder)) return 0
  return fs
    .readdirSync(folder)
    .reduce(
      (sum, name) => sum + (fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
}
