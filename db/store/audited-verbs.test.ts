import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = process.cwd()

/** What people and tokens cause by the console, the API and commands, and what has no entry. Each is a decision. */
const WITHOUT_ENTRY: Record<string, string> = {
  takeAttempt: 'counts attempts to sign in, whose refusal is an entry of its own',
  giveBackAttempt: 'the same, after one that was right',
  noteTokenUse: 'when a token was last used is on its page, not in the log: it is used by the second',
  seeAnswer: 'that who asked has seen the answer is a mark for them alone; question and answer are entries',
  touchSession: 'keeps a session from going idle while its person looks at pages',
}

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
function comesTo(name: string, words: RegExp, seen = new Set<string>()): boolean {
  const text = blocks.get(name)
  if (text === undefined || seen.has(name)) return false
  seen.add(name)
  if (words.test(text)) return true
  return [...new Set(text.match(/\b[a-zA-Z]\w+\b/g) ?? [])].some(
    (each) => each !== name && blocks.has(each) && comesTo(each, words, seen),
  )
}

/** The verbs that a person, a token or a command can cause. */
function verbsUsed(): string[] {
  const users = ['app', 'lib/auth', 'lib/api', 'bin/commands'].flatMap(filesOf)
  const used = new Set<string>()
  for (const file of users) {
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

const writes = /\.(insert|update|delete)\(|\b(insert into|update|delete from) [a-z_]+\b/

test('whatever people change is written to the audit log, or has a reason not to be', () => {
  const verbs = verbsUsed().filter((name) => comesTo(name, writes))
  const silent = verbs.filter((name) => !comesTo(name, /\b(audited|append(AuditEntry|AndTell))\(/))
  expect(silent.filter((name) => !(name in WITHOUT_ENTRY))).toEqual([])
  expect(Object.keys(WITHOUT_ENTRY).filter((name) => !silent.includes(name))).toEqual([])
  expect(verbs.length).toBeGreaterThan(40)
})
