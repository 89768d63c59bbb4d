import fs from 'node:fs'

/** What a process has used until now: most memory ever, memory at this moment, and time of the processor. */
export type ProcessUse = { peakBytes: number; bytes: number; cpuSeconds: number }

/** Reads it from the system; null when the process is gone. */
export function usedBy(pid: number | undefined): ProcessUse | null {
  const folder = `/proc/${pid}`
  if (!fs.existsSync(`${folder}/status`)) return null
  const status = fs.readFileSync(`${folder}/status`, 'utf8')
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0)
  // After the name in brackets: the 12th and 13th are user and system time in hundredths of a second.
  const [, after = ''] = /\) (.*)/.exec(fs.readFileSync(`${folder}/stat`, 'utf8')) ?? []
  const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number)
  const peakBytes = kilobytes('VmHWM') * 1024
  // A process that has just ended has no memory any more.
  return peakBytes === 0
    ? null
    : { peakBytes, bytes: kilobytes('VmRSS') * 1024, cpuSeconds: (user + system) / 100 }
}
