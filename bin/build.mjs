// Builds the program (dist, by esbuild) and the pages (.next, by Next). `node bin/build.mjs [program] [pages]`.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildStamp, markBuilt } from './build-stamp.mjs'
import { bundleVerifier } from './verifier/bundle.mjs'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const parts = process.argv.slice(2)
const isWanted = (part) => parts.length === 0 || parts.includes(part)
const stamp = buildStamp(root)

if (isWanted('program')) {
  // Built aside and swapped in, so that a program that runs or starts meanwhile never finds half of it.
  const draft = path.join(root, `node_modules/.cache/runledger-${process.pid}`)
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'bin/cli.ts',
      'processes/web': 'bin/processes/web.ts',
      'processes/ingest': 'bin/processes/ingest.ts',
      'processes/worker': 'bin/processes/worker.ts',
    },
    outdir: draft,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
  await bundleVerifier(root, path.join(draft, 'verifier'))
  const out = path.join(root, 'dist')
  if (fs.existsSync(out)) fs.renameSync(out, `${draft}-old`)
  fs.renameSync(draft, out)
  fs.rmSync(`${draft}-old`, { recursive: true, force: true })
  markBuilt(root, 'program', stamp)
}

if (isWanted('pages')) {
  const next = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  if (next.status !== 0) process.exit(next.status ?? 1)
  markBuilt(root, 'pages', stamp)
}
