import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

/** What identifies a living process: its command line, or null when it is gone or only waits to be reaped. */
export function commandOf(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (fs.existsSync('/proc/self/stat')) {
    try {
      const state = /\) (\S)/.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
      return state === 'Z' ? null : fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch {
      return null
    }
  }
  const [state, ...command] = spawnSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  })
    .stdout.trim()
    .split(/\s+/)
  return !state || state.startsWith('Z') ? null : command.join(' ')
}

/** When the process began, in whatever unit the system has: with the pid it names one process for ever. */
export function beginningOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything; field 22 is the start time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return answer.status === 0 ? answer.stdout.trim() : null
  }
}

/** True while some process works inside the directory: backends outlive a killed postmaster for a moment. */
export function isWorkedIn(directory: string): boolean {
  if (!fs.existsSync('/proc/self/cwd')) return false
  return fs.readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false
    try {
      return fs.readlinkSync(`/proc/${entry}/cwd`) === directory
    } catch {
      return false
    }
  })
}
