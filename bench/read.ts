import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '@/db/client'
import { organizations } from '@/db/schema/people'
import { buildProduct } from './product/build-product'
import { startConsole } from './read/console'
import { type LoadedInstallation, openLoaded } from './read/installation'
import { loadInstallation } from './read/load'
import { measurePage, type PageFigures, type StatementFigures, statementsOf } from './read/measure'
import { type Page, pagesOf } from './read/pages'
import { machine } from './report/machine'
import { grouped, table } from './report/table'

const USAGE = `Loads an installation with executions and measures how long the built console takes for its pages.

  npm run bench:read -- [options]
  --executions <n>   (1000000)
  --flows <n>        (5000)
  --teams <n>        (20)
  --spans <n>        (5000000)
  --stepped <n>      how many executions, the newest, have task runs (all of them)
  --output <dir>     where the plans of all statements go (.runledger/bench-read)
  --keep <dir>       keeps the loaded installation there, and uses it when it is there already
  --as-built         does not build the product again, whatever has changed since
  --into <url>       only load this database of an installation that is set up, and measure nothing`

const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '1000000' },
    flows: { type: 'string', default: '5000' },
    teams: { type: 'string', default: '20' },
    spans: { type: 'string', default: '5000000' },
    stepped: { type: 'string' },
    output: { type: 'string', default: '.runledger/bench-read' },
    keep: { type: 'string' },
    'as-built': { type: 'boolean', default: false },
    into: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

type Measured = { page: Page; figures: PageFigures; statements: StatementFigures[] }

async function main(): Promise<void> {
  if (!values['as-built']) buildProduct()
  const installation = await openLoaded(plan(), values.keep ?? null, (line) => console.log(line))
  try {
    const pages = await pagesOf(installation.store, installation.orgId)
    const measured = await measureAll(installation, pages)
    writePlans(measured)
    await report(installation, measured)
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
    for (const page of pages) figures.set(page, await measurePage(plain, page))
  } finally {
    await plain.stop()
  }
  await database.explain(true)
  const explained = await startConsole(database.url, dir)
  try {
    const measured: Measured[] = []
    for (const page of pages) {
      const known = figures.get(page)
      if (known)
        measured.push({ page, figures: known, statements: await statementsOf(explained, database, page) })
    }
    return measured
  } finally {
    await explained.stop()
    await database.explain(false)
  }
}

function writePlans(measured: Measured[]): void {
  fs.mkdirSync(values.output, { recursive: true })
  for (const { page, statements } of measured) {
    const text = statements.map(
      ({ perRequest, p50, p95, plan: slowest }) =>
        `-- ${perRequest} a request, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms\n${slowest.text}\n`,
    )
    const name = page.name.replace(/[^a-z0-9]+/g, '-')
    fs.writeFileSync(path.join(values.output, `${name}.txt`), text.join('\n'))
  }
}

async function report({ store }: LoadedInstallation, measured: Measured[]): Promise<void> {
  const right = (title: string) => ({ title, align: 'right' as const })
  console.log(
    table(
      [
        { title: 'page' },
        right('p50 ms'),
        right('p95 ms'),
        right('bar'),
        right('status'),
        right('kB'),
        right('statements'),
        right('slowest p95'),
      ],
      measured.map(({ page, figures, statements }) => [
        page.name,
        figures.p50.toFixed(0),
        figures.p95.toFixed(0),
        page.barMs === null ? '' : `${page.barMs}`,
        `${figures.status}`,
        grouped(figures.bytes / 1024),
        `${statements.length}`,
        (statements[0]?.p95 ?? 0).toFixed(1),
      ]),
    ),
  )
  console.log(`\nplans of all statements: ${path.resolve(values.output)}\n`)
  const version = await store.pool.query<{ server_version: string }>('show server_version')
  const pages = measured.map(({ page, figures, statements }) => [
    page.name,
    {
      p50: round(figures.p50),
      p95: round(figures.p95),
      bar: page.barMs,
      status: figures.status,
      statements: statements.map(({ statement, perRequest, p50, p95 }) => ({
        statement: statement.slice(0, 60),
        per_request: round(perRequest),
        p50: round(p50),
        p95: round(p95),
      })),
    },
  ])
  const isOver = measured.some(
    ({ page, figures }) => figures.status !== 200 || figures.p95 > (page.barMs ?? Infinity),
  )
  if (isOver) process.exitCode = 1
  console.log(
    JSON.stringify({
      executions: Number(values.executions),
      pages: Object.fromEntries(pages),
      machine: machine(version.rows[0]?.server_version ?? 'unknown'),
    }),
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

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
