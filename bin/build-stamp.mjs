// A build is current when it was made from exactly these sources: by content, so that a checkout's times do not matter.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'

const SOURCES = [
  'app',
  'bin',
  'components',
  'db',
  'lib',
  'instrumentation.ts',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'public',
  'tsconfig.json',
]
const NOT_BUILT = /\.test\.tsx?$|\/testing\/|\.md$/

const STAMPS = { program: 'dist/.built-from', pages: '.next/.built-from' }

/** One hash over everything a build is made from. */
export function buildStamp(root) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0])
  for (const source of SOURCES) addTo(hash, root, source)
  return hash.digest('hex')
}

export const isBuilt = (root, part, stamp) => {
  const file = path.join(root, STAMPS[part])
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === stamp
}

export const markBuilt = (root, part, stamp) => fs.writeFileSync(path.join(root, STAMPS[part]), stamp)

function addTo(hash, root, name) {
  const file = path.join(root, name)
  const found = fs.statSync(file, { throwIfNoEntry: false })
  if (found === undefined || NOT_BUILT.test(`${name}${found.isDirectory() ? '/' : ''}`)) return
  if (found.isDirectory())
    for (const entry of fs.readdirSync(file).sort()) addTo(hash, root, `${name}/${entry}`)
  else hash.update(`\0${name}\0`).update(fs.readFileSync(file))
}
