import { execFile } from 'node:child_process'
import { inheritedEnvironment } from '@/lib/config'

export type Surroundings = { cwd: string; path: string; environment?: Record<string, string> }

/**
 * Runs a script as a person would who copied it, with a folder of programs before all others. (Bash reads its start-up file
 * when it is started from a socket, which is what Node gives it: that would put other programs first.)
 */
export function runShell(
  script: string,
  { cwd, path, environment = {} }: Surroundings,
): Promise<{ code: number; output: string }> {
  const inherited = inheritedEnvironment()
  const env = { ...inherited, ...environment, PATH: `${path}:${inherited.PATH}` }
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['--norc', '-c', script],
      { cwd, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        resolve({ code, output: `${stdout}\n${stderr}`.slice(-8_000) })
      },
    )
  })
}
