import type { SampleFlow } from '../company'
import { daily, every, MINUTE, WORKDAYS } from './schedules'

const WORK = (...steps: string[]): string[] => ['Set up job', 'Checkout', ...steps, 'Complete job']
const job = (name: string, ...steps: string[]): string[] => WORK(...steps).map((step) => `${name}/${step}`)

/** The workflows of the repository. */
export const GITHUB_FLOWS: SampleFlow[] = [
  {
    source: 'github-storefront',
    name: '.github/workflows/storefront-ci.yml',
    schedule: { kind: 'pushes', perDay: 26 },
    usualMs: 7 * MINUTE,
    failing: 14,
    steps: [...job('lint', 'Run lint'), ...job('test', 'Install', 'Run tests', 'Upload coverage')],
  },
  {
    source: 'github-storefront',
    name: '.github/workflows/deploy-storefront.yml',
    schedule: { kind: 'commits', area: 'storefront' },
    usualMs: 9 * MINUTE,
    failing: 3,
    steps: [...job('build', 'Build image', 'Push image'), ...job('deploy', 'Roll out', 'Smoke test')],
    readsAmount: 'deploy/Smoke test',
  },
  {
    source: 'github-storefront',
    name: '.github/workflows/contract-tests.yml',
    schedule: every(120, 0),
    usualMs: 5 * MINUTE,
    failing: 2,
    steps: job('contracts', 'Start broker', 'Verify contracts'),
    readsAmount: 'contracts/Verify contracts',
  },
  {
    source: 'github-storefront',
    name: '.github/workflows/e2e.yml',
    schedule: daily(1, 20),
    usualMs: 31 * MINUTE,
    failing: 9,
    steps: [...job('chromium', 'Run browser tests'), ...job('webkit', 'Run browser tests')],
  },
  {
    source: 'github-storefront',
    name: '.github/workflows/lighthouse.yml',
    schedule: daily(5, 40, WORKDAYS),
    usualMs: 6 * MINUTE,
    failing: 4,
    steps: job('audit', 'Run Lighthouse', 'Compare'),
  },
  {
    source: 'github-storefront',
    name: '.github/workflows/codeql.yml',
    schedule: daily(0, 30, [1, 4]),
    usualMs: 22 * MINUTE,
    failing: 1,
    steps: job('analyze', 'Build', 'Analyze'),
  },
  {
    source: 'github-payments',
    name: '.github/workflows/payments-ci.yml',
    schedule: { kind: 'pushes', perDay: 17 },
    usualMs: 11 * MINUTE,
    failing: 10,
    steps: [
      ...job('unit', 'Run unit tests'),
      ...job('integration', 'Start services', 'Run integration tests'),
    ],
  },
  {
    source: 'github-payments',
    name: '.github/workflows/deploy-payments.yml',
    schedule: { kind: 'commits', area: 'payments' },
    usualMs: 12 * MINUTE,
    failing: 3,
    steps: [
      ...job('build', 'Build image'),
      ...job('canary', 'Roll out canary', 'Watch'),
      ...job('production', 'Roll out'),
    ],
  },
  {
    source: 'github-payments',
    name: '.github/workflows/load-test.yml',
    schedule: daily(2, 0, WORKDAYS),
    usualMs: 26 * MINUTE,
    failing: 6,
    steps: job('load', 'Ramp up', 'Hold', 'Report'),
  },
  {
    source: 'github-payments',
    name: '.github/workflows/dependency-review.yml',
    schedule: daily(7, 15),
    usualMs: 2 * MINUTE,
    failing: 3,
    steps: job('review', 'Review dependencies'),
  },
]
