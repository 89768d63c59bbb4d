import { parseArgs } from 'node:util'
import { createDatabase } from '@/db/client'
import { organizations } from '@/db/schema/people'
import { loadInstallation } from './read/load'

const USAGE = `Loads an installation with executions and measures how long its pages take.

  npm run bench:read -- [options]
  --executions <n>   (1000000)
  --flows <n>        (5000)
  --teams <n>        (20)
  --spans <n>        (5000000)
  --into <url>       only load this database of an installation that is set up, and measure nothing`

const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '1000000' },
    flows: { type: 'string', default: '5000' },
    teams: { type: 'string', default: '20' },
    spans: { type: 'string', default: '5000000' },
    into: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(USAGE)
else if (values.into !== undefined) await loadInto(values.into)

async function loadInto(url: string): Promise<void> {
  const store = createDatabase(url, { max: 8, applicationName: 'runledger-bench', statementTimeoutMs: 0 })
  try {
    const [organization] = await store.db.select().from(organizations).limit(1)
    if (organization === undefined) throw new Error('set the installation up first')
    const { rows } = await loadInstallation(store, planFor(organization.orgId), (line) => console.log(line))
    await store.pool.query('analyze')
    console.log(JSON.stringify(rows))
  } finally {
    await store.close()
  }
}

function planFor(orgId: string) {
  const [executions, spans] = [Number(values.executions), Number(values.spans)]
  return {
    orgId,
    executions,
    flows: Number(values.flows),
    teams: Number(values.teams),
    spans,
    spansPerTrace: Math.min(5, Math.max(2, spans / executions)),
    days: 14,
    seed: 3,
    now: new Date(),
  }
}
