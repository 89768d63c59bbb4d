// The browser tests run in the distribution's Chromium where it has one, else in Playwright's own.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import process from 'node:process'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser']

/** Installs a browser if there is none; returns why not when that fails. */
export function ensureChromium(root) {
  if (INSTALLED.some((file) => fs.existsSync(file))) return null
  const said = []
  const run = (program, args) => {
    const done = spawnSync(program, args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    said.push(
      `$ ${program} ${args.join(' ')}`,
      `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`,
    )
    return done.status === 0
  }
  process.stdout.write('· Installing Chromium …\n')
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const elevated = (...words) => run([...asRoot, ...words][0], [...asRoot, ...words].slice(1))
  // Ubuntu's package of that name is a shell around snap, which containers do not have.
  const isDebian =
    fs.existsSync('/etc/os-release') && /^ID=debian$/m.test(fs.readFileSync('/etc/os-release', 'utf8'))
  if (
    isDebian &&
    elevated('apt-get', 'update') &&
    elevated('apt-get', 'install', '-y', '--no-install-recommends', 'chromium')
  )
    return null
  if (run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])) return null
  return said.join('\n')
}
