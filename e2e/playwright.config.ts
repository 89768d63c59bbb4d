import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { CONSOLE_URL, SESSION_FILE } from './support/installation'

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

/** The built product, started by its own command on an empty data directory; each spec is one thing that a person does. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './support/start-product.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  // A loaded machine may miss a moment; what passes only the second time is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    baseURL: CONSOLE_URL,
    trace: 'retain-on-failure',
    launchOptions: chromium ? { executablePath: chromium } : {},
  },
  projects: [
    { name: 'first-day', testMatch: 'first-day.spec.ts' },
    {
      name: 'console',
      testIgnore: 'first-day.spec.ts',
      dependencies: ['first-day'],
      use: { storageState: SESSION_FILE },
    },
  ],
})
