import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = process.cwd()
const CODE = ['app', 'bench', 'bin', 'components', 'db', 'e2e', 'lib']
const LINES_MAX = 300

type Source = { file: string; text: string; imports: Import[] }
type Import = { target: string; isType: boolean }

const sources: Source[] = [...CODE.flatMap(filesUnder), 'proxy.ts']
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
  .map((file) => {
    const text = fs.readFileSync(path.join(ROOT, file), 'utf8')
    return { file, text, imports: importsOf(file, text) }
  })
const isTest = ({ file }: Source): boolean => /\.test\.tsx?$|\/testing\//.test(file)
const product = sources.filter((source) => !isTest(source) && !/^(bench|e2e)\//.test(source.file))

/** What each part may not reach. Direction: app, components, lib/charts and lib/format, lib/model; app, db; lib/auth and lib/jobs, db. */
const MAY_NOT_IMPORT: { part: RegExp; not: RegExp; but?: RegExp; why: string }[] = [
  { part: /^lib\/model\//, not: /^(?!lib\/model\/)/, why: 'the words depend on nothing' },
  {
    part: /^lib\/(?!auth\/|jobs\/)/,
    not: /^(db|app|components|bin)\//,
    why: 'thinking is pure; auth and jobs alone use the database',
  },
  { part: /^lib\//, not: /^(app|components|bin)\//, why: 'thinking does not know who shows it' },
  { part: /^db\//, not: /^(app|components|bin|lib\/(auth|jobs))\//, why: 'storage does not know who asks' },
  {
    part: /^components\//,
    not: /^(db|app|bin|lib\/(auth|jobs|ingest|telemetry))\/|^lib\/(config|log)$/,
    why: 'components draw what they are given',
  },
  {
    part: /^app\//,
    not: /^(bin|bench|e2e|lib\/(ingest|jobs))\//,
    but: /^lib\/ingest\/otlp\/(attribute-json|stored-text)$/,
    why: 'pages ask one query or one verb',
  },
]

test.for(MAY_NOT_IMPORT)('$part: $why', ({ part, not, but }) => {
  const strays = product
    .filter(({ file }) => part.test(file))
    .flatMap(({ file, imports }) =>
      imports
        .filter((one) => isOurs(one) && not.test(one.target) && !but?.test(one.target))
        .filter(
          ({ isType, target }) =>
            !(isType && /^db\/(queries|store)\//.test(target) && /^components\//.test(file)),
        )
        .map(({ target }) => `${file} -> ${target}`),
    )
  expect(strays).toEqual([])
})

test('only db knows SQL', () => {
  const strays = product
    .filter(({ file }) => !file.startsWith('db/'))
    .flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => /^(pg|pg-copy-streams|drizzle-orm)(\/|$)/.test(target))
        .map(({ target }) => `${file} -> ${target}`),
    )
  expect(strays).toEqual([])
})

test('what runs in the browser reaches neither the database nor the configuration, however indirectly', () => {
  const byFile = new Map(product.map((source) => [source.file.replace(/\.tsx?$/, ''), source]))
  const strays = product
    .filter(({ text }) => /^['"]use client['"]/m.test(text))
    .flatMap(({ file }) =>
      [...reachedFrom(file.replace(/\.tsx?$/, ''), byFile)]
        .filter((target) =>
          /^(db\/|lib\/(auth|jobs)\/|lib\/(config|log|installation-secret)$|pg$|node:)/.test(target),
        )
        .map((target) => `${file} -> ${target}`),
    )
  expect(strays).toEqual([])
})

test('the environment is read in one place', () => {
  const allowed = /^(lib\/config\.ts|bin\/.*\.mjs|e2e\/.*)$/
  expect(
    product
      .filter(({ file, text }) => !allowed.test(file) && /\bprocess\.env\b/.test(text))
      .map(({ file }) => file),
  ).toEqual([])
})

test('a scope is sealed by session and token code alone', () => {
  const allowed = /^(lib\/model\/scope\.ts|lib\/auth\/.*|db\/testing\/.*)$/
  const callers = sources.filter(
    ({ file, text }) =>
      !allowed.test(file) && !file.startsWith('lib/architecture') && /\bsealScope\b/.test(text),
  )
  expect(callers.map(({ file }) => file)).toEqual([])
})

describe('a file tells one story', () => {
  test(`in at most ${LINES_MAX} lines`, () => {
    const long = sources
      .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > LINES_MAX)
    expect(long).toEqual([])
  })

  test('that its name tells: no barrels, no drawers', () => {
    const names =
      /(^|\/)(index|utils?|helpers?|common|misc|manager|data|types)\.tsx?$|\/(utils|helpers|common|types|hooks|services)\//
    expect(sources.map(({ file }) => file).filter((file) => names.test(file))).toEqual([])
  })
})

test('nothing is left for later, switched off or shouted down', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|@ts-ignore|\beslint-disable|\bbiome-ignore-all/
  expect(
    sources
      .filter(({ file, text }) => !file.startsWith('lib/architecture') && marks.test(text))
      .map(({ file }) => file),
  ).toEqual([])
})

test('every path that the documents name exists', () => {
  const documents = [
    'README.md',
    ...filesUnder('docs'),
    ...sources.map(({ file }) => path.join(path.dirname(file), 'README.md')),
  ]
  const missing = [...new Set(documents)]
    .filter((file) => file.endsWith('.md') && fs.existsSync(path.join(ROOT, file)))
    .flatMap((file) =>
      pathsNamedIn(file)
        .filter((named) => !fs.existsSync(path.join(ROOT, named)))
        .map((named) => `${file} names ${named}`),
    )
  expect(missing).toEqual([])
})

/** Paths in backquotes or links that begin with a folder of ours; with a placeholder or a wildcard they are not paths. */
function pathsNamedIn(document: string): string[] {
  const text = fs.readFileSync(path.join(ROOT, document), 'utf8')
  const folders = [...CODE, 'docs'].join('|')
  return [
    ...text.matchAll(new RegExp(`(?<![\\w./-])((?:${folders})/(?:[\\w./[\\]-]|\\(\\w+\\)(?=/))+)`, 'g')),
  ]
    .map(([, named]) => (named ?? '').replace(/[.\]]+$/, ''))
    .filter((named) => named !== '' && !/[*<>{}]|-$/.test(named))
}

function reachedFrom(start: string, byFile: Map<string, Source>): Set<string> {
  const reached = new Set<string>()
  const open = [start]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const { target, isType } of byFile.get(file)?.imports ?? []) {
      if (isType || reached.has(target)) continue
      reached.add(target)
      // A server action is called from the browser, not shipped to it.
      if (!/^['"]use server['"]/m.test(byFile.get(target)?.text ?? '')) open.push(target)
      else reached.delete(target)
    }
  }
  return reached
}

function importsOf(file: string, text: string): Import[] {
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"\n;]|\n(?!\s*(?:import|export)\b))*?from\s+['"]([^'"]+)['"]|(?:\bimport\(|^import\s)\s*['"]([^'"]+)['"]/gm,
  )
  return [...statements].map(([, type, named, bare]) => ({
    target: resolved(file, named ?? bare ?? ''),
    isType: type !== undefined,
  }))
}

function resolved(file: string, target: string): string {
  if (target.startsWith('@/')) return target.slice(2)
  return target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target
}

const isOurs = ({ target }: Import): boolean => CODE.includes(target.split('/')[0] ?? '')

function filesUnder(folder: string): string[] {
  return fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
}
