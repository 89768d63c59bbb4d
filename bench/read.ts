import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '@/db/client'
import { organizations } from '@/db/schema/people'
import { buildProduct } from './product/build-product'
import { AUDITOR_EMAIL, addAuditor } from './read/audit-pages'
import { addLedger } from './read/change-rows'
import { type Console, startConsole } from './read/console'
import { type LoadedInstallation, openLoaded } from './read/installation'
import { loadInstallation } from './read/load'
import { type Measured, measurePage, type PageFigures, statementsOf, type Visitor } from './read/measure'
import { type Page, pagesOf } from './read/pages'
import { GROWTH_BAR, growthOf, linesOf, printGrowth, printPages } from './read/report'
import { machine } from './report/machine'

const USAGE = `Loads an installation with executions and measures how long the built console takes for its pages.

  npm run bench:read -- [options]
  --executions <n>   (1000000)
  --flows <n>        (5000)
  --teams <n>        (20)
  --spans <n>        (5000000)
  --entries <n>      changes, and entries of the audit log (1000000)
  --stepped <n>      how many executions, the newest, have task runs (all of them)
  --output <dir>     where the plans of all statements go (.runledger/bench-read)
  --times <n>        loads and measures n times the executions as well, and tells by how much each page takes longer
  --keep <dir>       keeps the loaded installation there, and uses it when it is there already; the larger in <dir>-<n>x
  --only <words>     measures only pages whose name begins with these words
  --as-built         does not build the product again, whatever has changed since
  --into <url>       only load this database of an installation that is set up, and measure nothing`

const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '1000000' },
    flows: { type: 'string', default: '5000' },
    teams: { type: 'string', default: '20' },
    spans: { type: 'string', default: '5000000' },
    entries: { type: 'string', default: '1000000' },
    stepped: { type: 'string' },
    output: { type: 'string', default: '.runledger/bench-read' },
    times: { type: 'string' },
    keep: { type: 'string' },
    only: { type: 'string', default: '' },
    'as-built': { type: 'boolean', default: false },
    into: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

async function main(): Promise<void> {
  if (!values['as-built']) buildProduct()
  const small = await measured(plan(), values.keep ?? null, values.output)
  if (values.times === undefined) return conclude(small, null)
  // Steps and spans are read by their execution and trace: as many of them as before, of the newest executions.
  const times = Number(values.times)
  const larger = { ...plan(), executions: plan().executions * times, stepped: plan().stepped }
  const suffix = `-${times}x`
  const dir = values.keep === undefined ? null : `${values.keep}${suffix}`
  conclude(small, await measured(larger, dir, `${values.output}${suffix}`))
}

const say = (line: string): void => console.log(line)

type Results = { executions: number; postgres: string; pages: Measured[] }

async function measured(of: ReturnType<typeof plan>, dir: string | null, output: string): Promise<Results> {
  const installation = await openLoaded(of, dir, say, (store, orgId) =>
    addLedger(store, { orgId, rows: Number(values.entries), days: of.days, now: of.now }, say),
  )
  try {
    await addAuditor(installation.store.pool, installation.orgId)
    const all = await pagesOf(installation.store, installation.orgId)
    const pages = await measureAll(
      installation,
      all.filter(({ name }) => name.startsWith(values.only)),
    )
    writePlans(pages, output)
    printPages(pages)
    console.log(`\nplans of all statements: ${path.resolve(output)}\n`)
    const version = await installation.store.pool.query<{ server_version: string }>('show server_version')
    return { executions: of.executions, postgres: version.rows[0]?.server_version ?? 'unknown', pages }
  } finally {
    await installation.remove()
  }
}

function plan() {
  const [executions, spans] = [Number(values.executions), Number(values.spans)]
  const [flows, teams] = [Number(values.flows), Number(values.teams)]
  const spansPerTrace = values.into === undefined ? 5 : Math.max(2, spans / executions)
  const stepped = Number(values.stepped ?? executions)
  return { executions, flows, teams, stepped, spans, spansPerTrace, days: 14, seed: 3, now: new Date() }
}

/** Twice: for the times of the pages as users get them, then with every statement explained. */
async function measureAll(installation: LoadedInstallation, pages: Page[]): Promise<Measured[]> {
  const { database, dir } = installation
  const figures = new Map<Page, PageFigures>()
  await database.explain(false)
  const plain = await startConsole(database.url, dir)
  try {
    const visitors = await visitorsOf(plain)
    for (const page of pages) figures.set(page, await measurePage(visitors[page.as ?? 'owner'], page))
  } finally {
    await plain.stop()
  }
  await database.explain(true)
  const explained = await startConsole(database.url, dir)
  try {
    const all: Measured[] = []
    const visitors = await visitorsOf(explained)
    for (const page of pages) {
      const known = figures.get(page)
      const visitor = visitors[page.as ?? 'owner']
      if (known) all.push({ page, figures: known, statements: await statementsOf(visitor, database, page) })
    }
    return all
  } finally {
    await explained.stop()
    await database.explain(false)
  }
}

const visitorsOf = async ({
  url,
  cookie,
  signInAs,
}: Console): Promise<Record<'owner' | 'auditor', Visitor>> => ({
  owner: { url, cookie },
  auditor: { url, cookie: await signInAs(AUDITOR_EMAIL) },
})

function writePlans(all: Measured[], output: string): void {
  fs.mkdirSync(output, { recursive: true })
  for (const { page, statements } of all) {
    const text = statements.map(
      ({ perRequest, p50, p95, plan: slowest }) =>
        `-- ${perRequest} a request, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms\n${slowest.text}\n`,
    )
    fs.writeFileSync(path.join(output, `${page.name.replace(/[^a-z0-9]+/g, '-')}.txt`), text.join('\n'))
  }
}

/** The last words: what was over its bar, or grew more than it may, fails. */
function conclude(small: Results, larger: Results | null): void {
  const growth = larger === null ? null : growthOf(small.pages, larger.pages)
  if (growth) printGrowth(growth)
  const isOver = small.pages.some(
    ({ page, figures }) => figures.status !== 200 || figures.p95 > (page.barMs ?? Infinity),
  )
  const hasGrown = [...(growth?.values() ?? [])].some((of) => of.p50 > GROWTH_BAR || of.p95 > GROWTH_BAR)
  const hasFailed = larger?.pages.some(({ figures }) => figures.status !== 200) ?? false
  if (isOver || hasGrown || hasFailed) process.exitCode = 1
  console.log(
    JSON.stringify({
      executions: small.executions,
      pages: linesOf(small.pages, growth),
      ...(larger ? { larger: { executions: larger.executions, pages: linesOf(larger.pages, null) } } : {}),
      machine: machine(small.postgres),
    }),
  )
}

async function loadInto(url: string): Promise<void> {
  const store = createDatabase(url, { max: 8, applicationName: 'runledger-bench', statementTimeoutMs: 0 })
  try {
    const [organization] = await store.db.select().from(organizations).limit(1)
    if (organization === undefined) throw new Error('set the installation up first')
    const { rows } = await loadInstallation(store, { ...plan(), orgId: organization.orgId }, (line) =>
      console.log(line),
    )
    await store.pool.query('analyze')
    console.log(JSON.stringify(rows))
  } finally {
    await store.close()
  }
}

if (values.help) console.log(USAGE)
else if (values.into !== undefined) await loadInto(values.into)
else await main()
