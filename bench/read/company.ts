import { flowIdOf } from '@/lib/executions/identity'
import { slugOf } from '@/lib/model/slug'
import { pick } from '../generator/random'
import { randomUuid } from './random-id'
import { lastAtMost } from './rhythm'

export type Team = { id: string; name: string; slug: string }

export type Source = {
  id: string
  team: Team
  slug: string
  name: string
  kind: string
  environment: string
  resourceId: string
  scopeId: string
}

/** A flow with the habits that make its figures its own. */
export type Flow = {
  id: string
  source: Source
  namespace: string
  name: string
  service: string
  medianMs: number
  /** Of the lognormal distribution of its durations. */
  sigma: number
  failRate: number
  trigger: string
  /** Empty where nothing tells its steps. */
  tasks: string[]
}

export type Company = { teams: Team[]; sources: Source[]; flows: Flow[]; pickFlow: () => Flow }

const TEAM_NAMES: [string, ...string[]] = [
  'Growth',
  'Payments',
  'Search',
  'Data Platform',
  'Risk',
  'Mobile',
  'Logistics',
  'Machine Learning',
  'Identity',
  'Checkout',
  'Catalogue',
  'Billing',
  'Support Tools',
  'Observability',
  'Finance',
  'Marketing',
  'Partner API',
  'Warehouse',
  'Fraud',
  'Developer Experience',
]
const KINDS: [string, ...string[]] = ['airflow', 'github', 'dbt', 'argo', 'shell', 'prefect', 'opentelemetry']
const SUBJECTS: [string, ...string[]] = [
  'orders',
  'customers',
  'invoices',
  'sessions',
  'payments',
  'inventory',
  'shipments',
  'clicks',
  'features',
  'ledger',
  'prices',
  'returns',
  'signups',
  'emails',
  'events',
]
const VERBS: [string, ...string[]] = [
  'load',
  'export',
  'refresh',
  'score',
  'deploy',
  'sync',
  'reconcile',
  'test',
  'build',
  'archive',
  'validate',
  'publish',
]
const PLACES: [string, ...string[]] = ['daily', 'hourly', 'eu', 'us', 'apac', 'nightly', 'v2', 'full']
const TRIGGERS: [string, ...string[]] = ['schedule', 'schedule', 'schedule', 'push', 'manual', 'api']
const TASKS: [string, ...string[]] = [
  'extract',
  'stage',
  'deduplicate',
  'join customers',
  'aggregate',
  'check quality',
  'load warehouse',
  'publish',
  'notify',
]

/** The teams, sources and flows of a company of this size; some flows run far more often than others. */
export function companyOf(
  random: () => number,
  orgId: string,
  size: { teams: number; flows: number },
): Company {
  const teams = Array.from({ length: size.teams }, (_, at) => {
    const name = at < TEAM_NAMES.length ? (TEAM_NAMES[at] ?? '') : `Team ${at + 1}`
    return { id: randomUuid(random), name, slug: slugOf(name) }
  })
  const sources = teams.flatMap((team, at) => sourcesOf(random, team, at))
  const flows: Flow[] = []
  const upTo: number[] = []
  let sum = 0
  for (let at = 0; at < size.flows; at++) {
    const source = sources[at % sources.length]
    if (source === undefined) break
    flows.push(flowOf(random, orgId, source, at))
    upTo.push(sum)
    // A few flows make most of the executions, and none makes none.
    sum += 1 / (at + 30) ** 0.8
  }
  const pickFlow = (): Flow => flows[lastAtMost(upTo, random() * sum)] as Flow
  return { teams, sources, flows, pickFlow }
}

function sourcesOf(random: () => number, team: Team, at: number): Source[] {
  return [0, 1].map((n) => {
    const kind = KINDS[(at * 2 + n) % KINDS.length] ?? 'shell'
    const environment = n === 1 && at % 3 === 0 ? 'staging' : 'production'
    const name = `${team.name} ${kind}${environment === 'staging' ? ' staging' : ''}`
    return {
      id: randomUuid(random),
      team,
      slug: slugOf(name),
      name,
      kind,
      environment,
      resourceId: randomUuid(random),
      scopeId: randomUuid(random),
    }
  })
}

function flowOf(random: () => number, orgId: string, source: Source, at: number): Flow {
  const namespace = source.team.slug
  const name = `${pick(random, VERBS)}_${pick(random, SUBJECTS)}_${pick(random, PLACES)}_${at}`
  const taskCount = random() < 0.6 ? 3 + Math.floor(random() * 7) : 0
  return {
    id: flowIdOf(orgId, { sourceId: source.id, namespace, flow: name }),
    source,
    namespace,
    name,
    service: `${source.team.slug}-${source.kind}`,
    medianMs: Math.exp(Math.log(800) + random() * Math.log(600)),
    sigma: 0.2 + random() * 0.5,
    failRate: random() < 0.15 ? 0.08 + random() * 0.17 : random() * 0.03,
    trigger: pick(random, TRIGGERS),
    tasks: TASKS.slice(0, taskCount),
  }
}
