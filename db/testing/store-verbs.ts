import fs from 'node:fs'
import path from 'node:path'

const ROOT = process.cwd()

/** Every function and value of `db/store` by its name, with its text: enough to see what it comes to. */
const blocks = new Map<string, string>()
/** Those that others may call, by name. */
const exported = new Set<string>()
for (const file of filesOf('db/store')) {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8')
  for (const block of text.split(/\n(?=(?:export )?(?:async )?(?:function|const|let|class) )/)) {
    const [, isExport, name] = /^(export )?(?:async )?(?:function\*?|const) (\w+)/.exec(block) ?? []
    if (name === undefined) continue
    blocks.set(name, block)
    if (isExport !== undefined) exported.add(name)
  }
}

/** True when the verb, or anything of the store that it calls, says one of these. */
export function comesTo(name: string, words: RegExp, seen = new Set<string>()): boolean {
  const text = blocks.get(name)
  if (text === undefined || seen.has(name)) return false
  seen.add(name)
  if (words.test(text)) return true
  return [...new Set(text.match(/\b[a-zA-Z]\w+\b/g) ?? [])].some(
    (each) => each !== name && blocks.has(each) && comesTo(each, words, seen),
  )
}

/** What a person, a token or a command comes in by. */
export const ENTRANCES = ['app', 'lib/auth', 'lib/api', 'bin/commands']

/** The verbs that files of these folders call, by name, sorted. */
export function verbsUsed(folders: readonly string[] = ENTRANCES): string[] {
  const used = new Set<string>()
  for (const file of folders.flatMap(filesOf)) {
    const text = fs.readFileSync(path.join(ROOT, file), 'utf8')
    for (const [, names] of text.matchAll(/import \{([^}]*)\} from '@\/db\/store\/[^']+'/g))
      for (const each of (names ?? '').split(',')) used.add(each.replace(/^\s*type .*/, '').trim())
  }
  return [...used].filter((name) => exported.has(name)).sort()
}

function filesOf(folder: string): string[] {
  return fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => path.join(folder, file))
}

/** How a verb says that it writes rows itself. */
export const WRITES = /\.(insert|update|delete)\(|\b(insert into|update|delete from) [a-z_]+\b/
