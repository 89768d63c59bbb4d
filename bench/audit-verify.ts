import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { writePack } from './audit/write-pack'
import { machine } from './report/machine'
import { grouped } from './report/table'

const BAR_SECONDS = 60

/** `--entries 1000000`: writes the pack of a log that long and verifies it with the single file, as who gets one does. */
const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } })

await main(Number(values.entries))

async function main(entries: number): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-bench-audit-'))
  try {
    // Plain JavaScript, as the build that calls it.
    const { bundleVerifier } = await import(path.resolve('bin/verifier/bundle.mjs'))
    await bundleVerifier(process.cwd(), folder)
    const writing = performance.now()
    const { olderFile, bytes } = await writePack(folder, entries)
    console.log(`${grouped(entries)} entries, ${grouped(bytes)} bytes, written in ${secondsSince(writing)} s`)
    const verifying = performance.now()
    const { verdict, peakBytes, cpuSeconds } = await verified(folder, olderFile)
    const seconds = secondsSince(verifying)
    const isWithin = entries > 1_000_000 || seconds < BAR_SECONDS
    const isRight =
      verdict.integrity === 'holds' &&
      verdict.completeness.isWhole &&
      verdict.older[0]?.outcome === 'continues'
    console.log(
      `verified in ${seconds} s with ${grouped(Math.round(peakBytes / 2 ** 20))} MiB of memory at most`,
    )
    console.log(
      JSON.stringify({
        entries,
        bytes,
        seconds,
        cpu_seconds: cpuSeconds,
        entries_per_second: Math.round(entries / seconds),
        peak_rss_bytes: peakBytes,
        verdict: verdict.integrity,
        passed: isRight && isWithin,
        machine: machine('none'),
      }),
    )
    if (!(isRight && isWithin)) process.exitCode = 1
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

type Used = { peakBytes: number; cpuSeconds: number }
type Verdict = { integrity: string; completeness: { isWhole: boolean }; older: { outcome: string }[] }

/** Runs `verify.mjs` in a process of its own, and watches how large that gets. */
async function verified(folder: string, older: string): Promise<{ verdict: Verdict } & Used> {
  const verifier = spawn(
    process.execPath,
    ['verify.mjs', '.', '--checkpoint', older, '--key', 'key.txt', '--json'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let used: Used = { peakBytes: 0, cpuSeconds: 0 }
  const watch = setInterval(() => {
    used = usedBy(verifier.pid) ?? used
  }, 200)
  const [output] = await Promise.all([text(verifier.stdout), once(verifier, 'exit')])
  clearInterval(watch)
  return { verdict: JSON.parse(output), ...used }
}

/** Most memory and time of the processor that the process has used until now; null when it is gone. */
function usedBy(pid: number | undefined): Used | null {
  const folder = `/proc/${pid}`
  if (!fs.existsSync(`${folder}/status`)) return null
  const [, peak = 0] = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`${folder}/status`, 'utf8')) ?? []
  // After the name in brackets: the 12th and 13th are user and system time in hundredths of a second.
  const [, after = ''] = /\) (.*)/.exec(fs.readFileSync(`${folder}/stat`, 'utf8')) ?? []
  const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number)
  // A process that has just ended has no memory any more.
  return Number(peak) === 0 ? null : { peakBytes: Number(peak) * 1024, cpuSeconds: (user + system) / 100 }
}

function secondsSince(from: number): number {
  return Math.round((performance.now() - from) / 100) / 10
}
