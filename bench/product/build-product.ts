import { spawnSync } from 'node:child_process'

const PREPARE = `import('./bin/prepare.mjs').then(({ prepare }) => process.exit(prepare({ needsPages: true }) ? 0 : 1))`

/** What users run is the built product: this builds of it what is older than the sources, as every start does. */
export function buildProduct(): void {
  const built = spawnSync(process.execPath, ['-e', PREPARE], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (built.status !== 0) throw new Error('the product could not be built')
}
