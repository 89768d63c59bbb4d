import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { exportUntil, type Promises } from './chaos/exporter'
import { verdictOn } from './chaos/verdict'
import { type BenchProduct, benchProduct, removeOnInterrupt } from './product/bench-product'
import { machine } from './report/machine'
import { grouped, table } from './report/table'

const USAGE = `Kills ingest and Postgres in turn (kill -9) under load and checks that every acknowledged span is stored once.

  npm run bench:chaos -- [options]
  --kills <n>      (20)
  --clients <n>    exporters that try again until acknowledged (32)`

const RECOVERY_LIMIT_MS = 60_000

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    clients: { type: 'string', default: '32' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(USAGE)
} else {
  await main(Number(values.kills), Number(values.clients))
}

async function main(kills: number, exporters: number): Promise<void> {
  const product = await benchProduct()
  removeOnInterrupt(product)
  try {
    await product.ingest.start()
    const promises: Promises = { ackedTraces: [], retries: 0, lastAckAt: 0 }
    let isOver = false
    const target = { port: product.httpPort, token: product.token }
    const running = Promise.all(
      Array.from({ length: exporters }, (_, seed) =>
        exportUntil(() => isOver, { ...target, seed }, promises),
      ),
    )
    const recoveries = await Promise.race([killInTurn(product, kills, promises), failureOf(running)])
    isOver = true
    await running
    await report(product, promises, recoveries)
    await product.ingest.stop()
  } finally {
    await product.remove()
  }
}

/** Never resolves: an exporter that ends early has failed. */
function failureOf(running: Promise<unknown>): Promise<never> {
  return running.then(() => new Promise<never>(() => undefined))
}

/** How long each kill kept acknowledgements away. */
type Recovery = { victim: 'ingest' | 'postgres'; ackedBefore: number; silenceMs: number }

async function killInTurn(product: BenchProduct, kills: number, promises: Promises): Promise<Recovery[]> {
  const recoveries: Recovery[] = []
  for (let n = 0; n < kills; n++) {
    const victim = n % 2 === 0 ? 'ingest' : 'postgres'
    await wait(1_000 + Math.random() * 2_000)
    const ackedBefore = promises.ackedTraces.length
    const killedAt = performance.now()
    if (victim === 'ingest') {
      await product.ingest.kill()
      await product.ingest.start(false)
    } else {
      await product.database.kill()
      await wait(Math.random() * 500)
      await product.database.startAgain()
    }
    const backAt = performance.now()
    while (promises.lastAckAt < backAt) {
      if (performance.now() - backAt > RECOVERY_LIMIT_MS)
        throw new Error(`no acknowledgement after killing ${victim}`)
      await wait(20)
    }
    recoveries.push({ victim, ackedBefore, silenceMs: performance.now() - killedAt })
    console.log(
      `kill ${n + 1} of ${kills}: ${victim}, acknowledging again after ${Math.round(performance.now() - killedAt)} ms`,
    )
  }
  return recoveries
}

async function report(product: BenchProduct, promises: Promises, recoveries: Recovery[]): Promise<void> {
  const verdict = await verdictOn(product, promises.ackedTraces)
  const longest = (victim: Recovery['victim']) =>
    Math.round(Math.max(0, ...recoveries.filter((one) => one.victim === victim).map((one) => one.silenceMs)))
  console.log(
    `\n${table(
      [{ title: 'of the acknowledged spans' }, { title: '', align: 'right' }],
      [
        ['acknowledged', grouped(verdict.acknowledged)],
        ['stored once', grouped(verdict.stored_once)],
        ['lost', grouped(verdict.lost)],
        ['doubled', grouped(verdict.doubled)],
        ['executions', grouped(verdict.executions)],
        ['executions lost', grouped(verdict.executions_lost)],
        ['executions doubled', grouped(verdict.executions_doubled)],
        ['requests tried again', grouped(promises.retries)],
        ['longest silence, ingest killed', `${grouped(longest('ingest'))} ms`],
        ['longest silence, Postgres killed', `${grouped(longest('postgres'))} ms`],
      ],
    )}\n`,
  )
  const version = await product.store.pool.query<{ server_version: string }>('show server_version')
  console.log(
    JSON.stringify({
      ...verdict,
      kills: recoveries.length,
      machine: machine(version.rows[0]?.server_version ?? 'unknown'),
    }),
  )
  const isBroken = verdict.lost + verdict.doubled + verdict.executions_lost + verdict.executions_doubled > 0
  if (isBroken) process.exitCode = 1
}
