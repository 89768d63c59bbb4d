import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { CONSOLE_URL, LANE, SESSION_FILE } from './support/installation'

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

/**
 * What `npm test` runs beside the rest, on a product of its own (`E2E_LANE=people`; the rest is `E2E_LANE=tools`). Within a
 * lane one follows the other: specs hang the database, end sessions and count what is there. A lane takes about half of
 * the time; specs that look at what others left behind stay in theirs.
 */
const PEOPLE = [
  'access.spec.ts',
  'audit.spec.ts',
  'console.spec.ts',
  'find-executions.spec.ts',
  'find-root-cause.spec.ts',
  'look-closer.spec.ts',
  'sign-in.spec.ts',
]
const FIRST = 'first-day.spec.ts'
const ofLane = {
  people: { testMatch: PEOPLE },
  tools: { testIgnore: [FIRST, ...PEOPLE] },
}

/** The built product, started by its own command on an empty data directory; each spec is one thing that a person does. */
export default defineConfig({
  testDir: '.',
  outputDir: `../test-results/${LANE}`,
  globalSetup: './support/start-product.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  // A loaded machine may miss a moment; what passes only the second time is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    baseURL: CONSOLE_URL,
    // The pages at each step; a film of them would take a fifth of the browser's time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      // Where there is no graphics card, drawing as if there was one is the slower way.
      args: ['--disable-gpu'],
    },
  },
  projects: [
    { name: 'first-day', testMatch: FIRST },
    {
      name: 'console',
      ...(process.env.E2E_LANE === undefined ? { testIgnore: FIRST } : ofLane[LANE]),
      dependencies: ['first-day'],
      use: { storageState: SESSION_FILE },
    },
  ],
})
