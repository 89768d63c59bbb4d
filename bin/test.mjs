// `npm test`: installs what the tests need, runs all of them and ends with one summary. With `--without-browser`
// (`npm run check`): only what is quick enough to run while working.
import os from 'node:os'
import process from 'node:process'
import { ensurePackages, root } from './prepare.mjs'
import { ensureChromium } from './test/chromium.mjs'
import { runStep } from './test/step.mjs'
import { summarize } from './test/summary.mjs'

const isQuick = process.argv.includes('--without-browser')
const began = performance.now()

const node = (name, file, ...args) => ({
  name,
  program: process.execPath,
  args: [`node_modules/${file}`, ...args],
})
const vitest = (project) => ({
  ...node(project, 'vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests'),
  report: 'vitest',
})

const CHECKS = [
  node('format and lint', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings'),
  node('types', 'typescript/bin/tsc', '--noEmit'),
  node('unused code', 'knip/bin/knip.js'),
]
const build = { name: 'build', program: process.execPath, args: ['bin/build.mjs'] }
/** Half of the browser tests, on a product of their own: which half is said in the configuration. */
const browser = (lane) => ({
  ...node(`browser (${lane})`, '@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'),
  env: { E2E_LANE: lane },
  report: 'playwright',
  needs: ensureChromium,
})

if (!ensurePackages({ withDevelopment: true })) process.exit(1)

// Neither fills two cores alone: the unit tests begin with long files, the database tests wait for the database.
const stages = [
  [[...CHECKS, vitest('unit')], [vitest('db')]],
  // One browser waits for pages about as long as it draws them.
  ...(isQuick ? [] : [[[build]], [[browser('tools')], [browser('people')]]]),
]
const order = stages.flat(2).map(({ name }) => name)
const results = []
for (const lanes of stages) results.push(...(await Promise.all(lanes.map(runLane))).flat())
results.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name))

process.stdout.write(
  summarize(results, { seconds: (performance.now() - began) / 1000, cores: os.cpus().length }),
)
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0)

async function runLane(steps) {
  const done = []
  for (const step of steps) done.push(await runStep(step, root))
  return done
}
