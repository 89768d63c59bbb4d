import fs from 'node:fs'

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100

/** Resident memory of a process in MiB; 0 when it is gone. */
export function rssMib(pid: number): number {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kib ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Processor seconds that a process, its living children and those it has waited for have used. */
export function cpuSeconds(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + ticksOf(one), 0) / TICKS_PER_SECOND
}

function ticksOf(pid: number): number {
  const fields = statOf(pid)
  // utime, stime and those of children that ended: fields 14 to 17 of proc(5), counted from the third here.
  return fields === null ? 0 : fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}

function childrenOf(pid: number): number[] {
  return fs
    .readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && statOf(Number(entry))?.[1] === String(pid))
    .map(Number)
}

function statOf(pid: number): string[] | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Memory of a process over time, sampled twice a second. */
export class MemorySamples {
  readonly #samples: { seconds: number; mib: number }[] = []
  readonly #from = performance.now()
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      const mib = rssMib(pid)
      if (mib > 0) this.#samples.push({ seconds: (performance.now() - this.#from) / 1000, mib })
    }, 500)
    this.#timer.unref()
  }

  stop(): { maxMib: number; slopeMibPer10Min: number | null; byMinute: number[] } {
    clearInterval(this.#timer)
    return {
      maxMib: Math.max(0, ...this.#samples.map((sample) => sample.mib)),
      slopeMibPer10Min: this.#slope(),
      byMinute: this.#byMinute(),
    }
  }

  /** The most within each minute: where a slope comes from. */
  #byMinute(): number[] {
    const most: number[] = []
    for (const { seconds, mib } of this.#samples) {
      const minute = Math.floor(seconds / 60)
      most[minute] = Math.max(most[minute] ?? 0, mib)
    }
    return most
  }

  /** Least squares over the second half: the first one fills caches and buffers. Null when that half is under a minute. */
  #slope(): number | null {
    const half = this.#samples.slice(Math.floor(this.#samples.length / 2))
    const span = (half.at(-1)?.seconds ?? 0) - (half[0]?.seconds ?? 0)
    if (span < 60) return null
    const meanAt = half.reduce((sum, one) => sum + one.seconds, 0) / half.length
    const meanMib = half.reduce((sum, one) => sum + one.mib, 0) / half.length
    const over = half.reduce((sum, one) => sum + (one.seconds - meanAt) * (one.mib - meanMib), 0)
    const under = half.reduce((sum, one) => sum + (one.seconds - meanAt) ** 2, 0)
    return (over / under) * 600
  }
}
