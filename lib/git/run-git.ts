import { spawn } from 'node:child_process'
import { GitTrouble, meaningOfFailure } from './git-trouble'

const MOST_OUTPUT = 256 * 1024 * 1024
const MOST_WORDS = 16 * 1024

/** What one call of git needs. */
export type GitCall = {
  /** The arguments, each as it is: no shell reads them. */
  args: readonly string[]
  /** Beside what every call gets. */
  environment?: Readonly<Record<string, string>>
  input?: string
  timeoutMs: number
  signal: AbortSignal
}

/** Every call: no prompts, no configuration but what is given here, no hooks, answers in English. */
const ENVIRONMENT = {
  NODE_ENV: 'production' as const,
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
}

const ALWAYS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'gc.autoDetach=false',
] as const

/**
 * Calls the git executable and resolves with what it wrote; throws a `GitTrouble` in words for whoever set the repository
 * up. It is ended when its time is over, when the caller goes, or when it writes more than can be held.
 */
export function runGit({ args, environment = {}, input, timeoutMs, signal }: GitCall): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const child = spawn('git', [...ALWAYS, ...args], {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/nonexistent', ...ENVIRONMENT, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that whatever it started ends with it.
      detached: true,
    })
    const end = (why: Error) => {
      reject(why)
      if (child.pid !== undefined) killGroup(child.pid)
    }
    const timer = setTimeout(
      () => end(new GitTrouble(`git gave no answer within ${timeoutMs / 1_000} s`)),
      timeoutMs,
    )
    const onAbort = () =>
      end(signal.reason instanceof Error ? signal.reason : new GitTrouble('git was stopped'))
    signal.addEventListener('abort', onAbort, { once: true })
    const chunks: Buffer[] = []
    let bytes = 0
    let words = ''
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_OUTPUT) end(new GitTrouble('The repository is larger than can be read'))
      else chunks.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (words.length < MOST_WORDS) words += chunk.toString('utf8')
    })
    // It may be over before all of its input is written; why, its exit tells.
    child.stdin.on('error', () => child.stdin.destroy())
    child.on('error', (error) => reject(startTrouble(error)))
    child.on('close', (code) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      if (code === 0) resolve(Buffer.concat(chunks))
      else reject(new GitTrouble(meaningOfFailure(words)))
    })
    child.stdin.end(input ?? '')
  })
}

function startTrouble(error: Error): Error {
  const isMissing = 'code' in error && error.code === 'ENOENT'
  return isMissing ? new GitTrouble('git is not installed where the worker runs') : error
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // Over already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
