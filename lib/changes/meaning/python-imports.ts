import type { SyntaxNode } from '@lezer/common'
import { childrenOf, readPython } from './python-tree'

/** `from ..a import b` is module `a`, two levels up, with the name `b`. Level 0 is absolute. */
export type PythonImport = { module: string; level: number; names: string[] }

/** What a script imports, also within its functions, in the order in which it says so; nothing of what is no Python. */
export function importsIn(text: string): PythonImport[] {
  const of = readPython(text)
  if (of === null) return []
  const found: PythonImport[] = []
  const cursor = of.top.cursor()
  do {
    if (cursor.name === 'ImportStatement') found.push(...importsOf(text, cursor.node))
  } while (cursor.next())
  return found
}

function importsOf(text: string, node: SyntaxNode): PythonImport[] {
  const words = childrenOf(node)
    .filter(({ name }) => !/^(Comment|[()])$/.test(name))
    .map(({ from, to }) => text.slice(from, to))
  const start = words.indexOf('import')
  const said = namesOf(words.slice(start + 1))
  if (words[0] !== 'from') return said.map((module) => ({ module, level: 0, names: [] }))
  const from = words.slice(1, start).join('')
  const module = from.replace(/^\.+/, '')
  return [{ module, level: from.length - module.length, names: said }]
}

/** `a . b as c , d` is `a.b` and `d`. */
function namesOf(words: readonly string[]): string[] {
  const names: string[][] = [[]]
  for (const word of words) {
    if (word === ',') names.push([])
    else names.at(-1)?.push(word)
  }
  return names
    .map((name) => name.slice(0, name.includes('as') ? name.indexOf('as') : undefined).join(''))
    .filter((name) => name !== '')
}
