/** How a forge writes down who owns what. */
export type OwnersDialect = 'github' | 'gitlab' | 'bitbucket'

/** Who owns a path by one section of the file; GitHub has but one, without a name. */
export type PathOwners = {
  section: string | null
  owners: string[]
  /** The pattern that decided, and its line. */
  pattern: string
  line: number
  /** GitLab: the section asks for no approval. */
  isOptional: boolean
}

/** Where forges look for the file, first found first. */
export const OWNERS_PATHS: Record<OwnersDialect, string[]> = {
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
  bitbucket: ['.bitbucket/CODEOWNERS', 'CODEOWNERS'],
}

type Rule = Omit<PathOwners, 'section' | 'isOptional'> & {
  matches: (path: string) => boolean
  isExclusion: boolean
}
type Section = { name: string | null; isOptional: boolean; defaults: string[]; rules: Rule[] }

/** Who owns paths, by the text of a CODEOWNERS file; the last pattern that matches counts, in each section of GitLab's. */
export function codeOwners(text: string, dialect: OwnersDialect): (path: string) => PathOwners[] {
  const sections = readSections(text, dialect)
  return (path) =>
    sections.flatMap(({ name, isOptional, rules }) => {
      const rule = rules.findLast(({ matches }) => matches(path))
      const isExcluded = rules.some((each) => each.isExclusion && each.matches(path))
      if (rule === undefined || isExcluded || rule.owners.length === 0) return []
      const { owners, pattern, line } = rule
      return [{ section: name, owners, pattern, line, isOptional }]
    })
}

function readSections(text: string, dialect: OwnersDialect): Section[] {
  const main: Section = { name: null, isOptional: false, defaults: [], rules: [] }
  const sections = new Map<string, Section>([['', main]])
  let current = main
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const header = dialect === 'gitlab' ? sectionOf(line) : null
    if (header !== null) {
      // Sections of one name, however it is written, are one.
      const key = header.name?.toLowerCase() ?? ''
      current = sections.get(key) ?? header
      sections.set(key, current)
      current.defaults = header.defaults
    } else {
      const rule = ruleOf(line, index + 1, dialect, current.defaults)
      if (rule !== null) current.rules.push(rule)
    }
  }
  return [...sections.values()]
}

/** `[Data][2] @data`, `^[Docs]` which is optional. */
function sectionOf(line: string): Section | null {
  const [, optional, name, rest] = /^(\^?)\[([^\]]+)\](?:\[\d+\])?(.*)$/.exec(line) ?? []
  if (name === undefined) return null
  return { name: name.trim(), isOptional: optional === '^', defaults: ownersIn(rest ?? ''), rules: [] }
}

function ruleOf(line: string, at: number, dialect: OwnersDialect, defaults: readonly string[]): Rule | null {
  const isExclusion = dialect !== 'github' && line.startsWith('!')
  const [word, rest] = splitPattern(isExclusion ? line.slice(1) : line)
  // GitHub skips lines that it does not know: those that take something out, and sets of letters.
  if (word === '' || (dialect === 'github' && (line.startsWith('!') || /[[\]]/.test(word)))) return null
  const own = ownersIn(rest)
  const matches = matcherOf(word.replace(/\\([ #])/g, '$1'))
  return {
    pattern: word,
    line: at,
    owners: own.length > 0 || dialect === 'github' ? own : [...defaults],
    matches,
    isExclusion,
  }
}

/** A blank after a backslash belongs to the path. */
function splitPattern(line: string): [string, string] {
  const end = /(?<!\\)\s/.exec(line)?.index ?? line.length
  return [line.slice(0, end), line.slice(end)]
}

/** Users, teams, groups, addresses and roles; what follows a `#` is a comment. */
const ownersIn = (words: string): string[] =>
  words
    .replace(/\s#.*$/, '')
    .split(/\s+/)
    .filter((word) => /^@{1,3}[\w./-]+$|^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word))

/** As in a .gitignore, but `docs/*` is of the files in docs alone, and nothing is negated. */
function matcherOf(pattern: string): (path: string) => boolean {
  const isRooted = pattern.replace(/\/$/, '').includes('/')
  const parts = pattern.replace(/^\/+/, '').split('/')
  const isFolder = parts.at(-1) === ''
  if (isFolder) parts.pop()
  const wanted = [...(isRooted || parts[0] === '**' ? [] : ['**']), ...parts]
  const last = parts.at(-1) ?? ''
  // What names a folder owns all below it; a wildcard that names files does not.
  const isDeep = isFolder || (last !== '**' && !(isRooted && last.includes('*')))
  const mustBeDeeper = isFolder
  return (path) => {
    const names = path.replace(/^\/+/, '').split('/')
    if (matchParts(wanted, names)) return !mustBeDeeper || isBelow(wanted, names)
    return isDeep && isBelow(wanted, names)
  }
}

const isBelow = (wanted: readonly string[], names: readonly string[]): boolean =>
  names.slice(1).some((_, index) => matchParts(wanted, names.slice(0, index + 1)))

/** Takes at most the number of parts multiplied. */
function matchParts(wanted: readonly string[], names: readonly string[]): boolean {
  let reached = new Set([0])
  for (const [index, want] of wanted.entries()) {
    const next = new Set<number>()
    const isLast = index === wanted.length - 1
    for (const at of reached) {
      if (want === '**') for (let end = isLast ? at + 1 : at; end <= names.length; end++) next.add(end)
      else if (at < names.length && matchesName(want, names[at] ?? '')) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(names.length)
}

/** `*` is any text and `?` one letter, within a name. */
function matchesName(pattern: string, name: string): boolean {
  let [p, n, star, resume] = [0, 0, -1, 0]
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = n
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
