import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { RecordedRequest, RecordedRun } from '@/lib/ingest/recorded/testing/recorded-run'
import { type ShownExecution, shownExecutions } from '@/lib/ingest/recorded/testing/shown-executions'
import { isTerminal } from '@/lib/model/state'
import type { BenchProduct } from '../../product/bench-product'
import { storedTraces } from './stored-traces'

const FOLDER = path.resolve('lib/ingest/recorded/fixtures')
const ARRIVAL_LIMIT_MS = 240_000

/** What was run with a tool: the file of its recording, and the source that it sent to. */
export type Ran = {
  tool: string
  version: string
  name: string
  kind: string
  sourceId: string
  /** How many executions it comes to. */
  executions: number
  /** The tool loses some of what it sends: then only executions and their states are held to what was recorded. */
  losesSome?: true
}

/**
 * Holds what Runledger shows of a run of a tool to what was reviewed when it was recorded. With `isRecorded` the run itself
 * becomes the recording: a person reads the difference before it is committed.
 */
export async function assertShown(product: BenchProduct, ran: Ran, isRecorded: boolean): Promise<void> {
  const file = path.join(FOLDER, ran.tool, `${ran.name}.json`)
  if (isRecorded) {
    const shown = await whenEnded(product, ran)
    const { tool, version, kind } = ran
    const about = { tool, version, kind, recordedAt: new Date().toISOString() }
    const requests = await requestsOf(product, ran.sourceId)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, withoutMachine(fileOf({ ...about, shown, requests }), product))
    return
  }
  const recorded: RecordedRun = JSON.parse(fs.readFileSync(file, 'utf8'))
  let shown: ShownExecution[] = []
  for (const until = Date.now() + ARRIVAL_LIMIT_MS; Date.now() < until; await wait(250)) {
    shown = await shownExecutions(product.store.pool, ran.sourceId)
    shown = JSON.parse(withoutMachine(JSON.stringify(shown), product))
    if (isEqual(comparable(shown, ran), comparable(recorded.shown, ran))) return
  }
  assert.deepEqual(comparable(shown, ran), comparable(recorded.shown, ran))
}

/** What is shown when all is over and nothing changes any more. */
async function whenEnded(product: BenchProduct, { sourceId, executions }: Ran): Promise<ShownExecution[]> {
  const read = () => shownExecutions(product.store.pool, sourceId)
  const isOver = (all: ShownExecution[]) =>
    all.length >= executions && all.every(({ state }) => isTerminal(state))
  let last = await read()
  let unchanged = 0
  for (const until = Date.now() + ARRIVAL_LIMIT_MS; Date.now() < until && unchanged < 16; await wait(500)) {
    const now = await read()
    unchanged = isOver(now) && isEqual(now, last) ? unchanged + 1 : 0
    last = now
  }
  assert.ok(isOver(last), `not over: ${JSON.stringify(last)}`)
  return last
}

/** Without the hashes that Prefect puts behind the names of task runs and tasks. */
function comparable(shown: readonly ShownExecution[], { losesSome }: Ran): unknown {
  if (losesSome) return shown.map(({ flow, state }) => ({ flow, state }))
  const text = JSON.stringify(shown).replace(/-(?:[0-9a-f]{8}|[0-9a-f]{3})"/g, '"')
  const executions: ShownExecution[] = JSON.parse(text)
  return executions.map(({ tasks, ...execution }) => ({
    ...execution,
    tasks: tasks.map((task) => JSON.stringify(task)).sort(),
  }))
}

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

async function requestsOf(product: BenchProduct, sourceId: string): Promise<RecordedRequest[]> {
  const { rows } = await product.store.pool.query<RecordedRequest & { body: string }>(
    `select e.protocol, b.headers, b.body from events e
       join event_bodies b on b.org_id = e.org_id and b.event_id = e.id
     where e.source_id = $1 order by e.received_at, e.occurred_at, e.id`,
    [sourceId],
  )
  const events = rows.map((row): RecordedRequest => ({ ...row, body: JSON.parse(row.body) }))
  const traces = await storedTraces(product, sourceId)
  return traces === null ? events : [...events, { protocol: 'otlp', headers: {}, body: traces }]
}

/** A line for each execution, task run and request: that is what people compare. */
function fileOf({ shown, requests, ...about }: RecordedRun): string {
  const lines = (all: readonly unknown[]) => all.map((each) => JSON.stringify(each)).join(',\n')
  const executions = shown.map(({ tasks, ...execution }) => {
    const said = JSON.stringify(execution).slice(0, -1)
    return `${said},"tasks":[\n${lines(tasks)}]}`
  })
  const said = JSON.stringify(about).slice(0, -1)
  return `${said},\n"shown":[\n${executions.join(',\n')}],\n"requests":[\n${lines(requests)}]}\n`
}

/** Nothing of the machine that it was recorded on. */
function withoutMachine(text: string, product: BenchProduct): string {
  const addresses = Object.values(os.networkInterfaces()).flatMap(
    (all) => all?.map(({ address }) => address) ?? [],
  )
  const replaced: [string, string][] = [
    [product.dir, '/srv'],
    [path.resolve('.'), '/opt'],
    ...addresses
      .filter((address) => address !== '127.0.0.1')
      .map((address): [string, string] => [address, '192.0.2.10']),
    [os.hostname(), 'worker-1'],
    [os.userInfo().homedir, '/home/worker'],
    [`127.0.0.1:${product.httpPort}`, 'runledger.example'],
  ]
  return replaced
    .reduce((all, [from, to]) => all.replaceAll(from, to), text)
    .replace(/127\.0\.0\.1:\d{4,5}/g, 'tool.example')
}
