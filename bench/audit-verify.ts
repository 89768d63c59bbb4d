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
    const { verdict, peakBytes } = await verified(folder, olderFile)
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

type Verdict = { integrity: string; completeness: { isWhole: boolean }; older: { outcome: string }[] }

/** Runs `verify.mjs` in a process of its own, and watches how large that gets. */
async function verified(folder: string, older: string): Promise<{ verdict: Verdict; peakBytes: number }> {
  const verifier = spawn(
    process.execPath,
    ['verify.mjs', '.', '--checkpoint', older, '--key', 'key.txt', '--json'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let peakBytes = 0
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(verifier.pid))
  }, 200)
  const [output] = await Promise.all([text(verifier.stdout), once(verifier, 'exit')])
  clearInterval(watch)
  return { verdict: JSON.parse(output), peakBytes }
}

function residentBytes(pid: number | undefined): number {
  const status = `/proc/${pid}/status`
  if (!fs.existsSync(status)) return 0
  return Number(/VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024
}

function secondsSince(from: number): number {
  return Math.round((performance.now() - from) / 100) / 10
}
