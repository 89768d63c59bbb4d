import type { Json } from '@/lib/audit/canonical-json'
import { matchPath } from '../path-pattern'
import type { Parts } from './meaning'
import type { TextFile } from './several-files'
import { isObject, listOf, unordered, yamlDocuments } from './yaml-text'

/** A pipeline of GitLab CI: the order of stages, scripts and rules has a meaning, that of jobs and of what a job needs has none. */
export const gitlabParts = (text: string): Parts => jobsOf(membersOf(text))

/** A pipeline with the files of its repository that it includes: they are merged into it as GitLab does, and it has the last word. */
export function gitlabFilesParts(files: readonly TextFile[]): Parts {
  const [main] = files
  return main === undefined ? {} : jobsOf(mergedFrom(main, files, new Set()))
}

function mergedFrom(file: TextFile, files: readonly TextFile[], within: ReadonlySet<string>): Parts {
  const own = membersOf(file.text)
  const around = new Set([...within, file.path])
  const rest: Json[] = []
  let merged: Parts = {}
  for (const entry of includesOf(own.include)) {
    const pattern = localOf(entry)
    const found = pattern === null ? [] : files.filter(({ path }) => isIncluded(pattern, path))
    if (found.length === 0) rest.push(entry)
    for (const each of found) {
      if (!around.has(each.path)) merged = mergedWith(merged, mergedFrom(each, files, around))
    }
  }
  const { include: _, ...others } = own
  const before = listOf(merged.include)
  const include = [...before, ...rest]
  return { ...mergedWith(merged, others), ...(include.length === 0 ? {} : { include }) }
}

/** Names within names are merged; of anything else the later word counts. */
function mergedWith(before: Parts, after: Parts): Parts {
  const entries = Object.entries<Json>(after).map(([name, value]): [string, Json] => {
    const was = Object.hasOwn(before, name) ? before[name] : undefined
    return [name, isObject(was) && isObject(value) ? mergedWith(was, value) : value]
  })
  return { ...before, ...Object.fromEntries(entries) }
}

/** What a pipeline includes: patterns of files of its own repository, and in words what stands elsewhere. */
export function gitlabIncludes(text: string): { local: string[]; elsewhere: string[] } {
  const entries = includesOf(membersOf(text).include)
  const local = entries.flatMap((entry) => localOf(entry) ?? [])
  return { local, elsewhere: entries.filter((entry) => localOf(entry) === null).map(wordsOf) }
}

export const isIncluded = (pattern: string, path: string): boolean =>
  pattern === path || (/\*/.test(pattern) && !/[{}?]/.test(pattern) && matchPath(pattern, path) !== null)

const includesOf = (include: Json | undefined): readonly Json[] =>
  include === undefined || include === null ? [] : Array.isArray(include) ? include : [include]

/** The path or pattern of an include of the same repository; null for any other, and for one made of variables. */
function localOf(entry: Json): string | null {
  const told = isObject(entry) ? entry.local : entry
  if (typeof told !== 'string' || /^[a-z]+:\/\//i.test(told) || told.includes('$')) return null
  return told.replace(/^\/+/, '')
}

function wordsOf(entry: Json): string {
  if (!isObject(entry)) return String(entry)
  const kinds = ['local', 'remote', 'template', 'component', 'project', 'artifact']
  const kind = kinds.find((each) => entry[each] !== undefined)
  const file = kind === 'project' ? ` ${[entry.file ?? ''].flat().join(', ')}` : ''
  return kind === undefined ? 'something else' : `${kind} ${String(entry[kind])}${file}`.trim()
}

function membersOf(text: string): Parts {
  // A file may have a head with the inputs that it takes.
  const objects = yamlDocuments(text).filter(isObject)
  return Object.fromEntries(objects.flatMap(Object.entries<Json>))
}

const jobsOf = (members: Parts): Parts =>
  Object.fromEntries(
    Object.entries<Json>(members).map(([name, of]): [string, Json] => [
      name,
      isObject(of) ? jobParts(of) : of,
    ]),
  )

/** A script of one line says what a list with that line says. */
function jobParts(job: Parts): Parts {
  const parts = { ...job }
  for (const key of ['script', 'before_script', 'after_script', 'extends', 'only', 'except', 'tags']) {
    if (typeof parts[key] === 'string') parts[key] = [parts[key]]
  }
  for (const key of ['needs', 'tags', 'dependencies']) {
    if (Array.isArray(parts[key])) parts[key] = unordered(parts[key])
  }
  return parts
}
