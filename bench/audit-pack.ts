import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { Database } from '@/db/client'
import { signAuditCheckpoint } from '@/db/store/sign-audit-checkpoint'
import { auditOrigin } from '@/lib/audit/checkpoint'
import { newSigningKey, signerOf } from '@/lib/audit/signing-key'
import { fillLog } from './audit/fill-log'
import { type Console, startConsole } from './read/console'
import { openLoaded } from './read/installation'
import { machine } from './report/machine'
import { type ProcessUse, usedBy } from './report/process-use'
import { grouped } from './report/table'

const USAGE = `Has the built console make the evidence pack of a whole audit log, and verifies it with the verifier in it.

  npx tsx bench/audit-pack.ts -- [options]
  --entries <n>   (1000000)
  --keep <dir>    keeps the installation there, and uses it when it is there already
  --output <file> keeps the pack there`

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    keep: { type: 'string' },
    output: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
/** What the console may grow by while it writes the second half of a pack. */
const GROWTH_BAR_BYTES = 64 * 2 ** 20

async function main(entries: number): Promise<void> {
  const say = (line: string) => console.log(line)
  const company = { executions: 2000, flows: 500, teams: 20, stepped: 0, spans: 10, spansPerTrace: 5 }
  const now = new Date()
  const installation = await openLoaded(
    { ...company, days: 14, seed: 3, now },
    values.keep ?? null,
    say,
    (store, orgId) => fillLog(store, { orgId, rows: entries, days: 14, now }),
  )
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-bench-pack-'))
  try {
    const { store, orgId, database, dir } = installation
    await sign(store, orgId)
    const running = await startConsole(database.url, dir)
    const file = values.output ?? path.join(folder, 'pack.zip')
    const made = await downloaded(running, await packPath(store, orgId, entries), file).finally(running.stop)
    const verified = await verify(file, folder)
    const isFlat = made.web.grewBytes < GROWTH_BAR_BYTES
    const isRight = verified.integrity === 'holds' && verified.entries === entries
    console.log(
      JSON.stringify({ entries, ...made, verified, passed: isFlat && isRight, machine: machine('none') }),
    )
    if (!(isFlat && isRight)) process.exitCode = 1
  } finally {
    await installation.remove()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** With a key of the bench's own, once: what signs a kept installation is gone. */
async function sign({ db, pool }: Database, orgId: string): Promise<void> {
  const { rows } = await pool.query('select 1 from audit_checkpoints where org_id = $1', [orgId])
  if (rows.length > 0) return
  const signer = signerOf(auditOrigin(orgId), newSigningKey())
  await signAuditCheckpoint(orgId, { signers: [signer], kept: null, now: new Date() }, db)
}

/** The times between which there are so many entries: a pack holds no more, and the installation has written some of its own. */
async function packPath({ pool }: Database, orgId: string, entries: number): Promise<string> {
  const { rows } = await pool.query<{ from: Date; to: Date }>(
    `select min(at) as from, max(at) as to from (
       select at from audit_entries where org_id = $1 order by at limit $2) e`,
    [orgId, entries],
  )
  const [found] = rows
  if (found === undefined) throw new Error('the log is empty')
  const until = new Date(found.to.getTime() + 1)
  return `/api/v1/audit/pack?from=${found.from.toISOString()}&to=${until.toISOString()}`
}

async function downloaded({ url, cookie, pid }: Console, address: string, file: string) {
  // Once for nothing, so that what is loaded at first is loaded.
  await (await fetch(`${url}/api/v1/audit/entries?limit=1`, { headers: { cookie } })).arrayBuffer()
  const before = usedBy(pid)
  const sizes: number[] = []
  const watch = setInterval(() => void sizes.push(usedBy(pid)?.bytes ?? 0), 200)
  const began = performance.now()
  const answer = await fetch(url + address, { headers: { cookie } })
  if (answer.status !== 200 || answer.body === null)
    throw new Error(`${answer.status}: ${await answer.text()}`)
  await fs.promises.writeFile(file, answer.body)
  clearInterval(watch)
  const after = usedBy(pid)
  const seconds = round((performance.now() - began) / 1000)
  const bytes = fs.statSync(file).size
  const most = Math.max(...sizes)
  // What a runtime takes at first it keeps; what is written must not add to it.
  const half = Math.floor(sizes.length / 2)
  const grewBytes = most - Math.max(...sizes.slice(0, half), before?.bytes ?? 0)
  const cpuSeconds = round((after?.cpuSeconds ?? 0) - (before?.cpuSeconds ?? 0))
  console.log(
    `${grouped(bytes)} bytes in ${seconds} s; the console took ${mebibytes(most)}, of which ${mebibytes(grewBytes)} came in the second half`,
  )
  return { bytes, seconds, web: { beforeBytes: before?.bytes ?? 0, mostBytes: most, grewBytes, cpuSeconds } }
}

/** Runs the verifier that lies in the pack, as who gets one does. */
async function verify(file: string, folder: string) {
  const { openZip, textInZip } = await import('@/lib/audit/zip-pack')
  const zip = await fs.promises.open(file)
  const readAt = async (from: number, length: number) =>
    (await zip.read({ buffer: new Uint8Array(length), position: from })).buffer
  const verifier = (await openZip(file, (await zip.stat()).size, readAt)).get('verify.mjs')
  if (verifier === undefined) throw new Error('the pack has no verifier: build the product first')
  fs.writeFileSync(path.join(folder, 'verify.mjs'), await textInZip(verifier))
  await zip.close()
  const began = performance.now()
  const child = spawn(process.execPath, [path.join(folder, 'verify.mjs'), path.resolve(file), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let used: ProcessUse | null = null
  const watch = setInterval(() => {
    used = usedBy(child.pid) ?? used
  }, 200)
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  clearInterval(watch)
  const verdict = JSON.parse(output) as { integrity: string; completeness: { entries: number } }
  const seconds = round((performance.now() - began) / 1000)
  console.log(`verified in ${seconds} s`)
  return { seconds, use: used, integrity: verdict.integrity, entries: verdict.completeness.entries }
}

const round = (value: number): number => Math.round(value * 10) / 10
const mebibytes = (bytes: number): string => `${grouped(Math.round(bytes / 2 ** 20))} MiB`

if (values.help) console.log(USAGE)
else await main(Number(values.entries))
