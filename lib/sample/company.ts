/** The teams of the simulated company. */
export const SAMPLE_TEAMS = [
  'Data platform',
  'Analytics',
  'Finance',
  'Storefront',
  'Payments',
  'Logistics',
] as const
export type SampleTeam = (typeof SAMPLE_TEAMS)[number]

/** A team's or source's name as it is shown: nobody shall take it for a real one. */
export const sampleName = (name: string): string => `${name} (sample)`

export type SampleTool = 'airflow' | 'github-actions' | 'dbt' | 'kestra' | 'service'

/** What sends: an instance of a tool, of one team. `kind` is one of the kinds that sources have. */
export const SAMPLE_SOURCES = {
  airflow: { name: 'Airflow', tool: 'airflow', team: 'Data platform', kind: 'airflow' },
  'airflow-finance': { name: 'Finance Airflow', tool: 'airflow', team: 'Finance', kind: 'airflow' },
  dbt: { name: 'dbt', tool: 'dbt', team: 'Analytics', kind: 'dbt' },
  'github-storefront': {
    name: 'GitHub Actions',
    tool: 'github-actions',
    team: 'Storefront',
    kind: 'github',
  },
  'github-payments': {
    name: 'GitHub Actions of payments',
    tool: 'github-actions',
    team: 'Payments',
    kind: 'github',
  },
  payments: { name: 'Payment workers', tool: 'service', team: 'Payments', kind: 'opentelemetry' },
  kestra: { name: 'Kestra', tool: 'kestra', team: 'Logistics', kind: 'kestra' },
} as const satisfies Record<string, { name: string; tool: SampleTool; team: SampleTeam; kind: string }>
export type SampleSourceKey = keyof typeof SAMPLE_SOURCES

/** When a flow starts, in UTC. `commits` and `pushes` follow the people, `child` another flow's task. */
export type Schedule =
  | { kind: 'every'; minutes: number; at: number; isForWeekdays?: boolean }
  | { kind: 'daily'; hour: number; minute: number; days?: readonly number[] }
  | { kind: 'pushes'; perDay: number }
  | { kind: 'commits'; area: string }
  | { kind: 'child' }

export type SampleFlow = {
  source: SampleSourceKey
  /** As its tool names it: a DAG, a workflow's path, a command, a flow, a root span. */
  name: string
  /** dbt's project, Kestra's namespace. */
  space?: string
  schedule: Schedule
  usualMs: number
  /** Its steps in order; GitHub's as `job/step`. */
  steps: readonly string[]
  /** How many of a hundred fail by themselves. */
  failing: number
  /** Works on the warehouse, which has a slow day. */
  isOnWarehouse?: boolean
  /** Reads `orders.amount`, which goes away on the bad Thursday. */
  readsAmount?: string
  /** The dbt flow that one of its tasks starts: `task` is that task. */
  calls?: { flow: string; task: string }
}

/** The name by which flows refer to each other and random streams are kept apart. */
export const flowKey = (flow: SampleFlow): string => `${flow.source}/${flow.space ?? ''}/${flow.name}`
