import { gitlabIncludes, isIncluded } from '@/lib/changes/meaning/gitlab'
import { isScript } from '@/lib/changes/meaning/meaning'
import { importsIn, type PythonImport } from '@/lib/changes/meaning/python-imports'
import { canHead } from '@/lib/changes/meaning/several-files'
import { Unreadable } from '@/lib/changes/meaning/unreadable'
import type { FileText } from './file-definitions'
import { type FileTree, folderOf } from './file-tree'
import { candidatesOf, rootsOf } from './import-candidates'

/** A definition of more is none that anybody reads. */
export const MOST_FILES = 50
export const MOST_CHARACTERS = 1_000_000

/** The files beside a file that are part of its definition, and what would make them others. */
export type Followed = {
  beside: FileText[]
  /** Paths that were looked for, whether they are there or not, and whole folders with a slash at their end. */
  watched: Set<string>
  /** Patterns of paths that are part of it. */
  patterns: string[]
  /** What it names and is not followed, in words. */
  elsewhere: string[]
  /** Blobs that have to be read first. */
  wanted: string[]
}

/** How a file is followed: by which rule it was matched, and where its text is to be had. Undefined is not read yet. */
export type Follow = {
  path: string
  format: string
  pattern: string
  tree: FileTree
  textOf: (blob: string) => string | null | undefined
}

/** True for a path that may be part of a definition of that format. */
export function mayBePart(format: string, path: string): boolean {
  if (isScript(format)) return path.endsWith('.py')
  return format === 'terraform' ? TERRAFORM.test(path) : format === 'gitlab' && /\.ya?ml$/.test(path)
}

const TERRAFORM = /\.tf(\.json)?$|(^|\/)terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/

/** The files that a definition stands in beside its own. */
export function followedFiles(of: Follow): Followed {
  const found: Followed = { beside: [], watched: new Set([of.path]), patterns: [], elsewhere: [], wanted: [] }
  const walk = isScript(of.format) ? imported : of.format === 'gitlab' ? included : null
  if (walk !== null) follow(of, found, walk)
  else if (of.format === 'terraform') {
    const folder = folderOf(of.path)
    found.watched.add(`${folder}/`)
    const others = of.tree.within(folder).filter((path) => path !== of.path && TERRAFORM.test(path))
    for (const path of others) take(of, found, path)
  }
  found.beside.sort((a, b) => (a.path < b.path ? -1 : 1))
  return found
}

/** The paths that a text leads to. */
type Walk = (of: Follow, found: Followed, path: string, text: string) => string[]

function follow(of: Follow, found: Followed, walk: Walk): void {
  const seen = new Set([of.path])
  const queue = [of.path]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const text = path === of.path ? read(of, found, path) : take(of, found, path)
    if (text === null) continue
    for (const next of walk(of, found, path, text)) {
      if (!seen.has(next)) queue.push(next)
      seen.add(next)
    }
  }
}

/** Takes a file as a part, and returns its text; null where it is none, or cannot be read. */
function take(of: Follow, found: Followed, path: string): string | null {
  const text = read(of, found, path)
  const blob = of.tree.blobOf(path)
  // An empty file says nothing, and `__init__.py` mostly is.
  if (text === null || blob === null || text.trim() === '') return null
  const characters = found.beside.reduce((sum, each) => sum + (each.text?.length ?? 0), text.length)
  if (found.beside.length >= MOST_FILES || characters > MOST_CHARACTERS || !canHead(path)) {
    if (found.elsewhere.at(-1) !== TOO_MUCH) found.elsewhere.push(TOO_MUCH)
    return null
  }
  found.beside.push({ path, blob, text })
  return text
}

const TOO_MUCH = `files beyond ${MOST_FILES} or ${MOST_CHARACTERS / 1_000_000} MB`

function read(of: Follow, found: Followed, path: string): string | null {
  const blob = of.tree.blobOf(path)
  if (blob === null) return null
  const text = of.textOf(blob)
  if (text === undefined) found.wanted.push(blob)
  return text ?? null
}

function imported(of: Follow, found: Followed, path: string, text: string): string[] {
  const roots = rootsOf(of.pattern, of.path, of.format)
  return importsOnce(text).flatMap((each) => {
    for (const candidates of candidatesOf(each, path, roots)) {
      for (const candidate of candidates) found.watched.add(candidate)
      const there = candidates.filter(of.tree.has)
      if (there.length > 0) return there
    }
    return []
  })
}

/** Scripts share what they import: each text is parsed once as long as it is remembered. */
const parsed = new Map<string, PythonImport[]>()
const MAX_PARSED = 2_000

function importsOnce(text: string): PythonImport[] {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const imports = importsIn(text)
  if (parsed.size >= MAX_PARSED) parsed.clear()
  parsed.set(text, imports)
  return imports
}

function included(of: Follow, found: Followed, _: string, text: string): string[] {
  const { local, elsewhere } = includesIn(text)
  found.elsewhere.push(...elsewhere.map((words) => `include of ${words}`))
  return local.flatMap((pattern) => {
    if (!pattern.includes('*')) {
      found.watched.add(pattern)
      return of.tree.has(pattern) ? [pattern] : []
    }
    found.patterns.push(pattern)
    return [...of.tree.paths()]
      .filter((path) => mayBePart(of.format, path) && isIncluded(pattern, path))
      .sort()
  })
}

function includesIn(text: string): { local: string[]; elsewhere: string[] } {
  try {
    return gitlabIncludes(text)
  } catch (error) {
    // What cannot be read leads nowhere; that it cannot is told of the file itself.
    if (error instanceof Unreadable) return { local: [], elsewhere: [] }
    throw error
  }
}
