import type { SampleFlow } from '../company'
import { FINANCE_FLOWS, PLATFORM_FLOWS } from './airflow'
import { DBT_FLOWS } from './dbt'
import { GITHUB_FLOWS } from './github-actions'
import { KESTRA_FLOWS, WORKER_FLOWS } from './workers'

/** The forty flows of the company. */
export const SAMPLE_FLOWS: readonly SampleFlow[] = [
  ...PLATFORM_FLOWS,
  ...FINANCE_FLOWS,
  ...DBT_FLOWS,
  ...GITHUB_FLOWS,
  ...WORKER_FLOWS,
  ...KESTRA_FLOWS,
]
