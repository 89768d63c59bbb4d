import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)) }

/** `unit` is pure and parallel; `db` runs on real Postgres, each file with its own copy of the migrated template. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{app,bin,components,db,lib}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
          // Loading everything anew for each file would take longer than the tests; what is pure does not mind.
          pool: 'threads',
          isolate: false,
          env: { RUNLEDGER_LOG_LEVEL: 'silent' },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          include: ['{app,bin,db,lib}/**/*.db.test.ts'],
          globalSetup: ['db/testing/global-setup.ts'],
          testTimeout: 60_000,
          isolate: false,
          hookTimeout: 60_000,
          env: { RUNLEDGER_LOG_LEVEL: 'silent' },
          maxWorkers: 2,
        },
      },
    ],
  },
})
