// What has to be true before the bundled program can run: a fit Node, installed packages, a build of these sources.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { buildStamp, isBuilt } from './build-stamp.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

const LEAST = [20, 20, 0]
/** Within each line, the first release without known holes. */
const SAFE = { 22: [22, 23, 4], 24: [24, 22, 1] }

/** Makes the checkout runnable and says what it does while it does it. False when it could not, having said why. */
export function prepare({ needsPages, mustNotWait, warns }) {
  if (!isNodeFit(warns)) return false
  if (mustNotWait && fs.existsSync(path.join(root, 'dist/cli.mjs'))) return true
  if (!arePackagesCurrent() && !step('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund']))
    return false
  const stamp = buildStamp(root)
  const missing = [
    ...(isBuilt(root, 'program', stamp) ? [] : ['program']),
    ...(needsPages && !isBuilt(root, 'pages', stamp) ? ['pages'] : []),
  ]
  if (missing.length === 0) return true
  return step(`Building ${missing.join(' and ')}`, process.execPath, ['bin/build.mjs', ...missing])
}

/** Installs the packages of the lock file if they are not there; those for building and testing too, where asked for. */
export const ensurePackages = ({ withDevelopment }) =>
  arePackagesCurrent(withDevelopment) || step('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund'])

/** npm writes its own copy of the lock file last, so what that says is there, is there. */
function arePackagesCurrent(withDevelopment) {
  const installed = path.join(root, 'node_modules/.package-lock.json')
  if (!fs.existsSync(installed)) return false
  const wanted = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const found = JSON.parse(fs.readFileSync(installed, 'utf8')).packages
  // What is built runs without the packages for building.
  const isBuilt =
    fs.existsSync(path.join(root, 'dist/cli.mjs')) && fs.existsSync(path.join(root, '.next/BUILD_ID'))
  return Object.entries(wanted).every(([place, { version, dev, optional, peer }]) => {
    if (place === '' || optional || peer) return true
    if (dev && !(place in found) && isBuilt && !withDevelopment) return true
    return found[place]?.version === version
  })
}

function isNodeFit(warns) {
  const version = process.versions.node.split('.').map(Number)
  if (isBefore(version, LEAST)) {
    say(
      `✗ Node ${process.versions.node} is too old: Runledger needs ${LEAST.join('.')} or newer. Install Node 22 or 24.`,
    )
    return false
  }
  const safe = SAFE[version[0]]
  if (warns && (version[0] === 20 || (safe && isBefore(version, safe)))) {
    say(
      `! Node ${process.versions.node} has known security holes. Node ${SAFE[22].join('.')} or ${SAFE[24].join('.')} has not.`,
    )
  }
  return true
}

const isBefore = (version, other) => {
  const at = version.findIndex((part, index) => part !== other[index])
  return at !== -1 && version[at] < other[at]
}

/** Runs one step; what it says itself is shown only if it fails. */
function step(what, program, args) {
  say(`· ${what} …`)
  const began = performance.now()
  const done = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    maxBuffer: 256 * 1024 * 1024,
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  if (done.status === 0) {
    say(`✓ ${what} (${seconds} s)`)
    return true
  }
  say(`${done.stdout ?? ''}${done.stderr ?? ''}`.trimEnd())
  const why = done.error ? ` (${done.error.message})` : ''
  say(
    `✗ ${what} failed${why}: the lines above say why. Try again with: ${[path.basename(program), ...args].join(' ')}`,
  )
  return false
}

const say = (line) => process.stderr.write(`${line}\n`)
